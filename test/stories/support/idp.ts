import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { pino } from 'pino'
import type { App } from '../../../examples/express-idp/src/app.js'
import { createApp } from '../../../examples/express-idp/src/app.js'
import { issueBootstrapPass } from '../../../examples/express-idp/src/bootstrap.js'
import type { User } from '../../../examples/express-idp/src/directory.js'
import type { Policy, PolicyPatch } from '../../../src/index.js'

/** The example on its own port, with a clock that a story can move forward. */
export interface Idp {
  readonly origin: string
  readonly app: App
  /** The first administrator and the code that the terminal would show. */
  readonly bootstrap: { readonly user: User; readonly code: string }
  /** Returns the log so far. */
  log(): string
  advance(minutes: number): void
  user(name: string): User
  /** Disables an account in the directory. */
  disable(name: string): void
  /** Issues a pass as the first administrator, without the browser. Returns the code. */
  issue(
    name: string,
    options?: { readonly isUsableOnce?: boolean; readonly lifetimeInMinutes?: number },
  ): Promise<string>
  policy(): Promise<Policy>
  /** Changes the policy as the first administrator, without the browser. */
  setPolicy(patch: PolicyPatch): Promise<void>
  close(): Promise<void>
}

/** The settings of the example that a story can change. */
export interface IdpSettings {
  readonly signInsPerMinute?: number | undefined
  readonly databaseUrl?: string | undefined
}

export async function startIdp({ signInsPerMinute = 1_000, databaseUrl }: IdpSettings = {}): Promise<Idp> {
  const folder = mkdtempSync(join(tmpdir(), 'express-idp-'))
  const databaseFile = join(folder, 'idp.sqlite')
  const lines: string[] = []
  // Real time must not pass: on a busy machine a lockout of a minute would be over before the story goes on.
  let nowMs = Date.now()
  const server = createServer((request, response) => app.express(request, response))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const app = await createApp({
    databaseFile,
    databaseUrl,
    rootKey: Buffer.alloc(32, 7).toString('base64url'),
    origin,
    clock: () => {
      nowMs += 1
      return nowMs
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    signInsPerMinute,
  })
  const bootstrap = await issueBootstrapPass(app)
  if (bootstrap === undefined) throw new Error('The seeded organisation has no Global Administrator')

  const user = (name: string): User => {
    const [found] = app.users.search(name)
    if (found === undefined) throw new Error(`The seeded organisation has no ${name}`)
    return found
  }
  return {
    origin,
    app,
    bootstrap: { user: bootstrap.user, code: bootstrap.pass.temporaryAccessPass },
    log: () => lines.join(''),
    advance: (minutes) => {
      nowMs += minutes * 60_000
    },
    user,
    disable(name) {
      const database = new SqliteDatabase(databaseFile)
      database.prepare('update users set is_enabled = 0 where id = ?').run(user(name).id)
      database.close()
    },
    async issue(name, options = {}) {
      const actor = { kind: 'user', user: bootstrap.user.id } as const
      const pass = await app.tap.passes.create({ actor, user: user(name).id, ...options })
      return pass.temporaryAccessPass
    },
    policy: () => app.tap.policy.get({ actor: { kind: 'user', user: bootstrap.user.id } }),
    async setPolicy(patch) {
      await app.tap.policy.update({ actor: { kind: 'user', user: bootstrap.user.id }, patch })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      rmSync(folder, { recursive: true })
    },
  }
}
