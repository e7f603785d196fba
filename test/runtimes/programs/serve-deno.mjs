import { DatabaseSync } from 'node:sqlite'
import { sqliteStore } from 'temporary-access-pass/sqlite'
import { router, routes } from './routes.mjs'

const { Deno } = globalThis
const [folder] = Deno.args

async function openSqlite() {
  const store = sqliteStore({ database: new DatabaseSync(`${folder}/passes.db`) })
  await store.createSchema()
  return store
}

Deno.serve(
  { hostname: '127.0.0.1', port: 0, onListen: ({ port }) => console.log(JSON.stringify({ port })) },
  router(routes({ 'node:sqlite': openSqlite })),
)
