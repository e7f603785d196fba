import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import express from 'express'

// Express 4 has no types. Those of Express 5 fit the parts that the tests use.
const express4: typeof express = createRequire(import.meta.url)('express4')

export const versions = [
  ['Express 4', express4],
  ['Express 5', express],
] as const

/** Serves an app on a free port while `use` runs. */
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

/** Writes raw bytes to a port. Returns the response when the server closes or the response contains `until`. */
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

export function raw(line: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries({ host: 'login.example', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return [`${line} HTTP/1.1`, ...lines, '', body].join('\r\n')
}
