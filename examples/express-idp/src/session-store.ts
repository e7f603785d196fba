import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { SessionData } from 'express-session'
import { Store } from 'express-session'
import type { Clock, TapEvent } from 'temporary-access-pass'

const hourMs = 3_600_000

/** Ends sessions. Each ends at its next request. */
export interface Sessions {
  endOfUser(userId: string): void
  endOfPasskey(passkeyId: string): void
}

/** Sessions in SQLite, under a hash of their id. An attacker who reads the file cannot use the sessions. */
export class SqliteSessionStore extends Store implements Sessions {
  readonly #clock: Clock
  readonly #database: Database

  constructor(database: Database, clock: Clock) {
    super()
    this.#database = database
    this.#clock = clock
  }

  override get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    settle(callback, () => {
      const row = this.#database
        .prepare<[string, number], { body: string }>('select body from sessions where id_hash = ? and delete_at > ?')
        .get(hash(id), this.#clock())
      return row === undefined ? null : (JSON.parse(row.body) as SessionData)
    })
  }

  override set(id: string, session: SessionData, callback: (error?: unknown) => void = () => {}): void {
    settle(callback, () => {
      this.#database.prepare('delete from sessions where delete_at <= ?').run(this.#clock())
      this.#database
        .prepare(
          'replace into sessions (id_hash, user_id, pass_id, passkey_id, delete_at, body) values (?, ?, ?, ?, ?, ?)',
        )
        .run(hash(id), ...keysOf(session), this.#deleteAt(session), JSON.stringify(session))
    })
  }

  override destroy(id: string, callback: (error?: unknown) => void = () => {}): void {
    settle(callback, () => void this.#database.prepare('delete from sessions where id_hash = ?').run(hash(id)))
  }

  /** Ends the sessions whose pass or passkey was deleted by an event. */
  endAffected(event: TapEvent): void {
    if (event.type === 'pass.deleted') {
      const { isRepudiated, registrations, passId } = event.details
      if (isRepudiated) this.#end('user_id', event.userId)
      for (const { credential } of registrations) this.#end('passkey_id', credential.id)
      this.#end('pass_id', passId)
    }
    // Administrators who replace their own pass stay signed in, and see the new code.
    if (event.type === 'pass.created' && event.actor?.id !== event.userId) {
      this.#end('pass_id', event.details.replacedPassId)
    }
  }

  endOfUser(userId: string): void {
    this.#end('user_id', userId)
  }

  endOfPasskey(passkeyId: string): void {
    this.#end('passkey_id', passkeyId)
  }

  #end(key: 'user_id' | 'pass_id' | 'passkey_id', value: string | undefined): void {
    if (value !== undefined) this.#database.prepare(`delete from sessions where ${key} = ?`).run(value)
  }

  /** A session is stored for a day after its end, so that the next page can show that it has ended. */
  #deleteAt(session: SessionData): number {
    return session.signedIn === undefined ? this.#clock() + hourMs : session.signedIn.notAfter + 24 * hourMs
  }
}

function keysOf({ signedIn }: SessionData): readonly (string | null)[] {
  return [signedIn?.userId ?? null, signedIn?.pass?.id ?? null, signedIn?.passkeyId ?? null]
}

function settle<T>(callback: (error: unknown, value?: T) => void, work: () => T): void {
  let value: T
  try {
    value = work()
  } catch (error) {
    callback(error)
    return
  }
  callback(null, value)
}

function hash(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}
