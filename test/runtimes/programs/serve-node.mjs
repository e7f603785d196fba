// Node has no server for web-standard requests. Express passes all requests to Hono.
import { join } from 'node:path'
import express from 'express'
import { Hono } from 'hono'
import { toExpress } from 'temporary-access-pass/express'
import { sqliteStore } from 'temporary-access-pass/sqlite'
import { routes } from './routes.mjs'

const [, , folder] = process.argv
// Node 20 does not have this module.
const sqlite = process.getBuiltinModule('node:sqlite')

async function openSqlite() {
  const store = sqliteStore({ database: new sqlite.DatabaseSync(join(folder, 'passes.db')) })
  await store.createSchema()
  return store
}

const hono = new Hono()
for (const [path, handler] of routes(sqlite && { 'node:sqlite': openSqlite })) {
  hono.all(`${path}/*`, (context) => handler(context.req.raw))
}
const app = express().use(toExpress((request) => hono.fetch(request)))
const server = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })))
