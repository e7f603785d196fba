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
import type { Person } from '../../../examples/express-idp/src/directory.js'
import type { Policy, PolicyPatch } from '../../../src/index.js'

/** The example, listening on a port of its own, with a clock that the story turns forward. */
export interface Idp {
  readonly origin: string
  readonly app: App
  /** The first administrator and the code that the terminal would show. */
  readonly bootstrap: { readonly person: Person; readonly code: string }
  /** What went to the log so far. */
  log(): string
  advance(minutes: number): void
  person(name: string): Person
  /** As the directory's own administrators would. */
  disable(name: string): void
  /** A pass issued by the first administrator without the browser. */
  issue(
    name: string,
    wishes?: { readonly isUsableOnce?: boolean; readonly lifetimeInMinutes?: number },
  ): Promise<string>
  policy(): Promise<Policy>
  /** Saved by the first administrator without the browser. */
  setPolicy(patch: PolicyPatch): Promise<void>
  close(): Promise<void>
}

/** What a story changes of the example's settings. */
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

  const person = (name: string): Person => {
    const [found] = app.people.search(name)
    if (found === undefined) throw new Error(`The seeded organisation has no ${name}`)
    return found
  }
  return {
    origin,
    app,
    bootstrap: { person: bootstrap.person, code: bootstrap.pass.temporaryAccessPass },
    log: () => lines.join(''),
    advance: (minutes) => {
      nowMs += minutes * 60_000
    },
    person,
    disable(name) {
      const database = new SqliteDatabase(databaseFile)
      database.prepare('update people set is_enabled = 0 where id = ?').run(person(name).id)
      database.close()
    },
    async issue(name, wishes = {}) {
      const actor = { kind: 'user', user: bootstrap.person.id } as const
      const pass = await app.tap.passes.create({ actor, user: person(name).id, ...wishes })
      return pass.temporaryAccessPass
    },
    policy: () => app.tap.policy.get({ actor: { kind: 'user', user: bootstrap.person.id } }),
    async setPolicy(patch) {
      await app.tap.policy.update({ actor: { kind: 'user', user: bootstrap.person.id }, patch })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      rmSync(folder, { recursive: true })
    },
  }
}
