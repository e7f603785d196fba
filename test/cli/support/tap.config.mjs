// The configuration of the tests: a real store, and a directory of fixed names.
import { appendFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { createTap } from 'temporary-access-pass'
import { sqliteStore } from 'temporary-access-pass/sqlite'

const database = new Database(process.env.TAP_DATABASE)
const store = sqliteStore({ database })
await store.createSchema()

export default createTap({
  store,
  directory: {
    async findUser({ user }) {
      const name = user.toLowerCase().replace(/@example\.com$/, '')
      if (!/^(ada|bob|eve|off|user-\d+)$/.test(name)) return undefined
      const roles = name === 'eve' ? ['Global Administrator'] : []
      return {
        id: name,
        isEnabled: name !== 'off',
        roles,
        addresses: [{ channel: 'email', value: `${name}@example.com` }],
      }
    },
  },
  keys: [{ id: 'first', secret: process.env.TAP_KEY }],
  policy: {
    state: 'enabled',
    // Codes of this length need no slow hash.
    defaultLength: 48,
    includeTargets: [{ targetType: 'group', id: 'all_users' }],
  },
  events: (event) => appendFileSync(process.env.TAP_EVENTS, `${JSON.stringify(event)}\n`),
  clock: process.env.TAP_NOW ? () => Date.parse(process.env.TAP_NOW) : undefined,
  deliverer: async (delivery) => appendFileSync(process.env.TAP_DELIVERIES, `${JSON.stringify(delivery)}\n`),
})

export const actor = {
  kind: 'system',
  id: 'operator',
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

export const close = () => database.close()
