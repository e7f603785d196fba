/** For which there is a template. */
export type StoreKind = 'sqlite' | 'postgres' | 'mysql'

interface Pieces {
  readonly driver: string
  readonly imports: string
  readonly open: string
  readonly close: string
}

const pieces: Readonly<Record<StoreKind, Pieces>> = {
  sqlite: {
    driver: 'better-sqlite3',
    imports: `import Database from 'better-sqlite3'
import { sqliteStore } from 'temporary-access-pass/sqlite'`,
    open: `// A connection of its own, to a file on a local disk.
const database = new Database(process.env.TAP_DATABASE ?? 'passes.db')
const store = sqliteStore({ database })`,
    close: 'database.close()',
  },
  postgres: {
    driver: 'pg',
    imports: `import pg from 'pg'
import { postgresStore } from 'temporary-access-pass/postgres'`,
    open: `// From the environment: PGHOST, PGUSER and so on, or DATABASE_URL.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const store = postgresStore({ client: pool })`,
    close: 'pool.end()',
  },
  mysql: {
    driver: 'mysql2',
    imports: `import { createPool } from 'mysql2/promise'
import { mysqlStore } from 'temporary-access-pass/mysql'`,
    open: `// From the environment, with the password in it.
const pool = createPool(process.env.DATABASE_URL)
const store = mysqlStore({ pool })`,
    close: 'pool.end()',
  },
}

/** The package that the store's driver is in. */
export function driverOf(kind: StoreKind): string {
  return pieces[kind].driver
}

/** What `init` writes. It works as it is, for a directory of nobody. */
export function configTemplate(kind: StoreKind): string {
  const { imports, open, close } = pieces[kind]
  return `// What \`npx temporary-access-pass\` works with. Your service can import the same file, so that both agree.
// No secret stands here: they come from the environment. Who can read that can do everything, whatever "actor" says.
${imports}
import { createTap } from 'temporary-access-pass'

${open}
await store.createSchema()

// Who a person is: ask your own user table. \`user\` is an id, a user principal name or any alias.
const directory = {
  async findUser({ user }) {
    // return { id: '42', isEnabled: true, addresses: [{ channel: 'email', value: 'ada@example.com' }] }
    return undefined
  },
}

const secret = process.env.TAP_KEY
if (secret === undefined) throw new Error('TAP_KEY is not set: draw one with "npx temporary-access-pass keygen"')

export default createTap({
  store,
  directory,

  // The first key writes, all of them read: see "Rotation" in the operating guide.
  keys: [{ id: 'first', secret }],

  // In force until somebody sets another with "policy set".
  policy: { state: 'enabled', includeTargets: [{ targetType: 'group', id: 'all_users' }] },

  // Where every action is recorded. Have one in production.
  // events: async (event) => { await auditLog.append(event) },

  // Sends a code to its person, for --deliver.
  // deliverer: async (parcel) => { await mailer.send(parcel) },
})

// As whom the commands act, and what they may do; it is named in every event. --as names a person instead.
export const actor = {
  kind: 'system',
  id: process.env.USER ?? 'operator',
  permissions: [
    'policy.get',
    'policy.update',
    'passes.create',
    'passes.get',
    'passes.list',
    'passes.delete',
    'registrations.list',
    'explain',
    'unlock',
  ],
}

// Called at the end of every command.
export const close = () => ${close}
`
}
