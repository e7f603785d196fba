import type { Database } from 'better-sqlite3'
import SqliteDatabase from 'better-sqlite3'

/** Opens the one file that holds everything: people, passkeys, sessions, activity and, in the library's own table, passes. */
export function openDatabase(file: string): Database {
  const database = new SqliteDatabase(file)
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  database.exec(schema)
  return database
}

const schema = `
  create table if not exists people (
    id text primary key,
    user_principal_name text not null unique collate nocase,
    display_name text not null,
    type text not null,
    roles text not null,
    is_enabled integer not null,
    is_restricted integer not null
  ) strict;

  create table if not exists groups (
    id text primary key,
    name text not null
  ) strict;

  create table if not exists memberships (
    group_id text not null references groups (id),
    person_id text not null references people (id),
    primary key (group_id, person_id)
  ) strict;

  create table if not exists passkeys (
    id text primary key,
    person_id text not null references people (id),
    public_key blob not null,
    counter integer not null,
    transports text not null,
    name text not null,
    is_synced integer not null,
    created_at integer not null,
    last_used_at integer
  ) strict;

  create table if not exists sessions (
    id_hash text primary key,
    pass_id text,
    forget_at integer not null,
    body text not null
  ) strict;

  create table if not exists events (
    sequence integer primary key autoincrement,
    at integer not null,
    person_id text,
    is_view integer not null,
    body text not null
  ) strict;
`
