import Database from 'better-sqlite3'
import express from 'express'
import { toExpress } from 'temporary-access-pass/express'
import { createSignInHandler, errorResponse } from 'temporary-access-pass/http'
import { sqliteStore } from 'temporary-access-pass/sqlite'
import { options, tap } from './core.js'

// A host on Node: a real driver and a real framework fit without a cast.

export const onDisk = { ...options, store: sqliteStore({ database: new Database(':memory:') }) }

export const app = express()
app.post(
  '/sign-in',
  toExpress((request, { ip }) => createSignInHandler(tap, { source: () => ip })(request)),
)
app.get(
  '/boom',
  toExpress(() => errorResponse(new Error('boom'))),
)
