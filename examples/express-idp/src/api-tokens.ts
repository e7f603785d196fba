import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'

/** What a script shows to be let in. The token itself is shown to whoever makes it, once, and kept nowhere. */
export interface ApiToken {
  readonly id: string
  /** What the program is called: in the activity, it did what was done. */
  readonly name: string
  /** On whose behalf, with whose roles; left out, a program's own. */
  readonly personId?: string | undefined
  readonly scopes: readonly string[]
  readonly madeBy: string
  readonly madeAt: number
  readonly notAfter: number
  readonly lastUsedAt?: number | undefined
}

/** The table of tokens. */
export interface ApiTokens {
  /** Answers the token. */
  make(token: Pick<ApiToken, 'name' | 'personId' | 'scopes' | 'madeBy'>, now: number): string
  /** Whose token this is, if it is one and still good; notes that it was used. */
  use(token: string, now: number): ApiToken | undefined
  all(): readonly ApiToken[]
  revoke(id: string): void
}

export const tokenLifetimeInDays = 90

export function createApiTokens(database: Database): ApiTokens {
  const insert = database.prepare('insert into api_tokens values (?, ?, ?, ?, ?, ?, ?, ?, null)')
  const use = database.prepare<[number, string, number], Row>(
    'update api_tokens set last_used_at = ? where token_hash = ? and not_after > ? returning *',
  )
  const all = database.prepare<[], Row>('select * from api_tokens order by made_at')
  const revoke = database.prepare('delete from api_tokens where id = ?')
  return {
    make({ name, personId, scopes, madeBy }, now) {
      // 256 random bits: nobody guesses them, so a fast hash is enough.
      const token = `tap_${randomBytes(32).toString('base64url')}`
      const notAfter = now + tokenLifetimeInDays * 86_400_000
      insert.run(randomUUID(), hashOf(token), name, personId ?? null, JSON.stringify(scopes), madeBy, now, notAfter)
      return token
    },
    use: (token, now) => use.all(now, hashOf(token), now).map(toToken)[0],
    all: () => all.all().map(toToken),
    revoke: (id) => void revoke.run(id),
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

interface Row {
  readonly id: string
  readonly name: string
  readonly person_id: string | null
  readonly scopes: string
  readonly made_by: string
  readonly made_at: number
  readonly not_after: number
  readonly last_used_at: number | null
}

function toToken(row: Row): ApiToken {
  return {
    id: row.id,
    name: row.name,
    personId: row.person_id ?? undefined,
    scopes: JSON.parse(row.scopes) as string[],
    madeBy: row.made_by,
    madeAt: row.made_at,
    notAfter: row.not_after,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
