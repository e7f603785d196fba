import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import express from 'express'

// Express 4 ships no types, and needs none of its own here: what is used is the same.
const express4: typeof express = createRequire(import.meta.url)('express4')

/** Both versions under test. */
export const versions = [
  ['Express 4', express4],
  ['Express 5', express],
] as const

/** Serves an app on a port of its own while `use` runs. */
export async function serving<T>(app: express.Express, use: (server: RunningServer) => Promise<T>): Promise<T> {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    return await use({ port, url: `http://127.0.0.1:${port}` })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

export interface RunningServer {
  readonly port: number
  readonly url: string
}

/** Writes bytes to a port as they are, and answers what came back until the server closed or `until` is in it. */
export async function exchange(port: number, request: string | Uint8Array, until?: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  let text = ''
  try {
    for await (const chunk of socket) {
      text += String(chunk)
      if (until !== undefined && text.includes(until)) break
    }
  } finally {
    socket.destroy()
  }
  return text
}

/** One raw HTTP/1.1 request. */
export function raw(line: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries({ host: 'login.example', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return [`${line} HTTP/1.1`, ...lines, '', body].join('\r\n')
}
