import type { WebAuthnCredential } from '@simplewebauthn/server'
import type { Database } from 'better-sqlite3'

/** A registered passkey. */
export interface Passkey extends WebAuthnCredential {
  readonly personId: string
  /** How its owner tells it from the others. */
  readonly name: string
  /** Copied between devices by its vendor. */
  readonly isSynced: boolean
  readonly createdAt: number
  readonly lastUsedAt?: number | undefined
}

/** The passkeys table. */
export interface Passkeys {
  byId(id: string): Passkey | undefined
  of(personId: string): readonly Passkey[]
  add(passkey: Passkey): void
  used(id: string, counter: number, at: number): void
  /** Answers whether this person had it. */
  remove(personId: string, id: string): boolean
}

export function createPasskeys(database: Database): Passkeys {
  const byId = database.prepare<[string], Row>('select * from passkeys where id = ?')
  const of = database.prepare<[string], Row>('select * from passkeys where person_id = ? order by created_at')
  const used = database.prepare('update passkeys set counter = ?, last_used_at = ? where id = ?')
  const remove = database.prepare('delete from passkeys where person_id = ? and id = ?')
  return {
    byId: (id) => byId.all(id).map(toPasskey)[0],
    of: (personId) => of.all(personId).map(toPasskey),
    add: (passkey) => insert(database, passkey),
    used: (id, counter, at) => void used.run(counter, at, id),
    remove: (personId, id) => remove.run(personId, id).changes === 1,
  }
}

interface Row {
  readonly id: string
  readonly person_id: string
  readonly public_key: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: string
  readonly name: string
  readonly is_synced: number
  readonly created_at: number
  readonly last_used_at: number | null
}

function toPasskey(row: Row): Passkey {
  return {
    id: row.id,
    personId: row.person_id,
    publicKey: new Uint8Array(row.public_key),
    counter: row.counter,
    transports: JSON.parse(row.transports) as NonNullable<WebAuthnCredential['transports']>,
    name: row.name,
    isSynced: row.is_synced === 1,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}

function insert(database: Database, passkey: Passkey): void {
  database
    .prepare(
      `insert into passkeys (id, person_id, public_key, counter, transports, name, is_synced, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      passkey.id,
      passkey.personId,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      JSON.stringify(passkey.transports ?? []),
      passkey.name,
      passkey.isSynced ? 1 : 0,
      passkey.createdAt,
    )
}
