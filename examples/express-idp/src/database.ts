import type { Database } from 'better-sqlite3'
import SqliteDatabase from 'better-sqlite3'

/**
 * Opens the file of users, passkeys, sessions and activity. The library keeps passes in its own table: see store.ts.
 */
export function openDatabase(file: string): Database {
  const database = new SqliteDatabase(file)
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  const isEmpty = database.prepare("select 1 from sqlite_schema where name = 'users'").get() === undefined
  if (!isEmpty && database.pragma('user_version', { simple: true }) !== version) {
    throw new Error(`${file} was created by another version of this example. Delete it to start again`)
  }
  database.exec(schema)
  database.pragma(`user_version = ${version}`)
  return database
}

const version = 5

const schema = `
  create table if not exists users (
    id text primary key,
    user_principal_name text not null unique collate nocase,
    display_name text not null,
    type text not null,
    roles text not null,
    addresses text not null,
    is_enabled integer not null,
    is_restricted integer not null,
    employee_id text not null unique collate nocase,
    manager_id text references users (id),
    delegate_id text references users (id),
    is_away integer not null
  ) strict;

  create table if not exists groups (
    id text primary key,
    name text not null
  ) strict;

  create table if not exists memberships (
    group_id text not null references groups (id),
    user_id text not null references users (id),
    primary key (group_id, user_id)
  ) strict;

  create table if not exists passkeys (
    id text primary key,
    user_id text not null references users (id),
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
    user_id text,
    pass_id text,
    passkey_id text,
    delete_at integer not null,
    body text not null
  ) strict;

  create table if not exists api_tokens (
    id text primary key,
    token_hash text not null unique,
    name text not null,
    user_id text references users (id),
    scopes text not null,
    created_by text not null,
    created_at integer not null,
    not_after integer not null,
    last_used_at integer
  ) strict;

  create table if not exists onboarding_lists (
    id text primary key,
    name text not null unique collate nocase,
    start_time text not null,
    lifetime_in_minutes integer not null,
    ticket text,
    created_at integer not null
  ) strict;

  create table if not exists onboarding_hires (
    list_id text not null references onboarding_lists (id),
    user_id text not null references users (id),
    start_date text,
    time_zone text,
    primary key (list_id, user_id)
  ) strict;

  create table if not exists events (
    sequence integer primary key autoincrement,
    at integer not null,
    user_id text,
    is_view integer not null,
    body text not null
  ) strict;
`
