import type { WebAuthnCredential } from '@simplewebauthn/server'
import type { Database } from 'better-sqlite3'

/** A registered passkey. */
export interface Passkey extends WebAuthnCredential {
  readonly userId: string
  /** The name that its user sees. */
  readonly name: string
  /** Whether its vendor syncs it between devices. */
  readonly isSynced: boolean
  readonly createdAt: number
  readonly lastUsedAt?: number | undefined
}

/** The table of passkeys. */
export interface Passkeys {
  byId(id: string): Passkey | undefined
  of(userId: string): readonly Passkey[]
  add(passkey: Passkey): void
  /** Stores a use. `at` is in milliseconds since the Unix epoch. */
  recordUse(id: string, counter: number, at: number): void
  /** Returns whether the user had this passkey. */
  remove(userId: string, id: string): boolean
}

export function createPasskeys(database: Database): Passkeys {
  const byId = database.prepare<[string], PasskeyRow>('select * from passkeys where id = ?')
  const of = database.prepare<[string], PasskeyRow>('select * from passkeys where user_id = ? order by created_at')
  const used = database.prepare('update passkeys set counter = ?, last_used_at = ? where id = ?')
  const remove = database.prepare('delete from passkeys where user_id = ? and id = ?')
  return {
    byId: (id) => byId.all(id).map(toPasskey)[0],
    of: (userId) => of.all(userId).map(toPasskey),
    add: (passkey) => insert(database, passkey),
    recordUse: (id, counter, at) => void used.run(counter, at, id),
    remove: (userId, id) => remove.run(userId, id).changes === 1,
  }
}

interface PasskeyRow {
  readonly id: string
  readonly user_id: string
  readonly public_key: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: string
  readonly name: string
  readonly is_synced: number
  readonly created_at: number
  readonly last_used_at: number | null
}

function toPasskey(row: PasskeyRow): Passkey {
  return {
    id: row.id,
    userId: row.user_id,
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
      `insert into passkeys (id, user_id, public_key, counter, transports, name, is_synced, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      passkey.id,
      passkey.userId,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      JSON.stringify(passkey.transports ?? []),
      passkey.name,
      passkey.isSynced ? 1 : 0,
      passkey.createdAt,
    )
}
