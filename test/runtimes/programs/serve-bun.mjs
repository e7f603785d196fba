import { Database } from 'bun:sqlite'
import { argv, serve } from 'bun'
import { sqliteStore } from 'temporary-access-pass/sqlite'
import { router, routes } from './routes.mjs'

const [, , folder] = argv

async function openSqlite() {
  const store = sqliteStore({ database: new Database(`${folder}/passes.db`) })
  await store.createSchema()
  return store
}

const { port } = serve({
  hostname: '127.0.0.1',
  port: 0,
  // Seconds. The store contract takes longer than Bun's default of 10.
  idleTimeout: 120,
  fetch: router(routes({ 'bun:sqlite': openSqlite })),
})
console.log(JSON.stringify({ port }))
