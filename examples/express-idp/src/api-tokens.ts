import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'

/**
 * A token for the API. The token itself is shown once, to the administrator who creates it. Only its hash is stored.
 */
export interface ApiToken {
  readonly id: string
  /** The name of the script, as the activity shows it. */
  readonly name: string
  /** The user whose roles limit the token. Default: the script acts for itself. */
  readonly userId?: string | undefined
  readonly scopes: readonly string[]
  readonly createdBy: string
  readonly createdAt: number
  readonly notAfter: number
  readonly lastUsedAt?: number | undefined
}

/** The table of tokens. */
export interface ApiTokens {
  /** Stores a new token and returns it. `now` is in milliseconds since the Unix epoch. */
  create(token: Pick<ApiToken, 'name' | 'userId' | 'scopes' | 'createdBy'>, now: number): string
  /** Returns the record of a valid token and stores the time of its use. Returns `undefined` for any other token. */
  use(token: string, now: number): ApiToken | undefined
  all(): readonly ApiToken[]
  revoke(id: string): void
}

export const tokenLifetimeInDays = 90

export function createApiTokens(database: Database): ApiTokens {
  const insert = database.prepare('insert into api_tokens values (?, ?, ?, ?, ?, ?, ?, ?, null)')
  const use = database.prepare<[number, string, number], TokenRow>(
    'update api_tokens set last_used_at = ? where token_hash = ? and not_after > ? returning *',
  )
  const all = database.prepare<[], TokenRow>('select * from api_tokens order by created_at')
  const revoke = database.prepare('delete from api_tokens where id = ?')
  return {
    create({ name, userId, scopes, createdBy }, now) {
      // 256 random bits: an attacker cannot guess them, so a fast hash is enough.
      const token = `tap_${randomBytes(32).toString('base64url')}`
      const notAfter = now + tokenLifetimeInDays * 86_400_000
      insert.run(randomUUID(), hashOf(token), name, userId ?? null, JSON.stringify(scopes), createdBy, now, notAfter)
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

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly user_id: string | null
  readonly scopes: string
  readonly created_by: string
  readonly created_at: number
  readonly not_after: number
  readonly last_used_at: number | null
}

function toToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    userId: row.user_id ?? undefined,
    scopes: JSON.parse(row.scopes) as string[],
    createdBy: row.created_by,
    createdAt: row.created_at,
    notAfter: row.not_after,
    lastUsedAt: row.last_used_at ?? undefined,
  }
}
