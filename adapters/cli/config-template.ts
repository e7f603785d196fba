export type StoreKind = 'sqlite' | 'postgres' | 'mysql'

interface TemplateParts {
  readonly driver: string
  readonly imports: string
  readonly open: string
  readonly close: string
}

const templateParts: Readonly<Record<StoreKind, TemplateParts>> = {
  sqlite: {
    driver: 'better-sqlite3',
    imports: `import Database from 'better-sqlite3'
import { sqliteStore } from 'temporary-access-pass/sqlite'`,
    open: `// Use this connection for the store only. The file must be on a local disk.
const database = new Database(process.env.TAP_DATABASE ?? 'passes.db')
const store = sqliteStore({ database })`,
    close: 'database.close()',
  },
  postgres: {
    driver: 'pg',
    imports: `import pg from 'pg'
import { postgresStore } from 'temporary-access-pass/postgres'`,
    open: `// The address comes from DATABASE_URL, or from PGHOST, PGUSER and so on.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const store = postgresStore({ client: pool })`,
    close: 'pool.end()',
  },
  mysql: {
    driver: 'mysql2',
    imports: `import { createPool } from 'mysql2/promise'
import { mysqlStore } from 'temporary-access-pass/mysql'`,
    open: `// DATABASE_URL contains the password.
const pool = createPool(process.env.DATABASE_URL)
const store = mysqlStore({ pool })`,
    close: 'pool.end()',
  },
}

/** Returns the name of the npm package with the driver of the store. */
export function driverPackageOf(kind: StoreKind): string {
  return templateParts[kind].driver
}

/** Returns the file that `init` writes. It works unchanged, with a directory that knows no user. */
export function configTemplate(kind: StoreKind): string {
  const { imports, open, close } = templateParts[kind]
  return `// The configuration of \`npx temporary-access-pass\`. Your service can import this file too.
// Keep secrets in the environment, not here. A user who can read them can do everything, whatever "actor" says.
${imports}
import { createTap } from 'temporary-access-pass'

${open}
await store.createSchema()

// Looks a user up in your own table. \`user\` is an id, a user principal name or an alias.
const directory = {
  async findUser({ user }) {
    // return { id: '42', isEnabled: true, addresses: [{ channel: 'email', value: 'ada@example.com' }] }
    return undefined
  },
}

const secret = process.env.TAP_KEY
if (secret === undefined) throw new Error('TAP_KEY is not set. Create a key with: npx temporary-access-pass keygen')

export default createTap({
  store,
  directory,

  // The first key encrypts, every key decrypts. See "Rotation" in the operating guide.
  keys: [{ id: 'first', secret }],

  // Applies until you change the policy with "policy set".
  policy: { state: 'enabled', includeTargets: [{ targetType: 'group', id: 'all_users' }] },

  // Records every action. Set it in production.
  // events: async (event) => { await auditLog.append(event) },

  // Sends a code to its user, for --deliver.
  // deliverer: async (delivery) => { await mailer.send(delivery) },
})

// The actor of the commands and its permissions. Events name it. --as <user> acts as a user instead.
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
    'users.explain',
    'users.unlock',
  ],
}

// Runs at the end of every command.
export const close = () => ${close}
`
}
