import { describe, expect, it } from 'vitest'
import { createSignInHandler } from '../../../adapters/http/index.js'
import { post, postJson } from './requests.js'
import { canary, stubTap } from './stub-tap.js'

const limit = 4096

/** Returns a valid sign-in body of exactly this many bytes. */
function bodyOf(bytes: number): string {
  return JSON.stringify(canary).padEnd(bytes)
}

describe('the size of a body', () => {
  it(`is at most ${limit} bytes, whatever the size of the chunks`, async () => {
    for (const chunk of [1, 7, 1024, 4095, 4096, 4097, 10_000]) {
      for (const [size, status] of [
        [limit, 200],
        [limit + 1, 413],
      ] as const) {
        const { response } = await streamed(new TextEncoder().encode(bodyOf(size)), chunk)
        expect([chunk, size, response.status]).toEqual([chunk, size, status])
      }
    }
  })

  it('is counted in bytes, not in characters', async () => {
    const user = 'é'.repeat(2_100)
    const response = await createSignInHandler(stubTap())(post(JSON.stringify({ user, code: '1' })))
    expect(response.status).toBe(413)
  })

  it('is checked while the body streams: reading stops at the chunk that exceeds it', async () => {
    const { response, pulled, isCancelled } = await streamed(undefined, 1024)
    expect(response.status).toBe(413)
    expect(pulled).toBe(5)
    expect(isCancelled).toBe(true)
  })

  it('is refused before a byte is read if Content-Length exceeds it', async () => {
    const { response, pulled } = await streamed(undefined, 1024, { 'content-length': '1000000' })
    expect([response.status, pulled]).toEqual([413, 0])
  })

  it('is checked even if Content-Length is too small', async () => {
    const { response } = await streamed(undefined, 1024, { 'content-length': '10' })
    expect(response.status).toBe(413)
  })

  it('a body that breaks off is 400, and the tap is not called', async () => {
    const tap = stubTap()
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('reset')) })
    const response = await createSignInHandler(tap)(post(body))
    expect([response.status, tap.calls.length]).toEqual([400, 0])
  })

  it('a refusal does not wait for a source that ignores its cancellation', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(5_000)),
      cancel: () => new Promise(() => undefined),
    })
    expect((await createSignInHandler(stubTap())(post(body))).status).toBe(413)
  })

  it('a character that is split between two chunks stays whole', async () => {
    const tap = stubTap()
    const bytes = new TextEncoder().encode(JSON.stringify({ user: '🗝️é', code: '1' }))
    await streamed(bytes, 1, {}, tap)
    expect(tap.calls).toMatchObject([{ user: '🗝️é' }])
    expect((await createSignInHandler(tap)(postJson())).status).toBe(200)
  })
})

/** Streams these bytes, or endless ones, in chunks. Returns how many chunks were read. */
async function streamed(
  bytes: Uint8Array | undefined,
  chunk: number,
  headers: Record<string, string> = {},
  tap = stubTap(),
): Promise<{ response: Response; pulled: number; isCancelled: boolean }> {
  let pulled = 0
  let isCancelled = false
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull(controller) {
      const piece = bytes?.slice(pulled * chunk, (pulled + 1) * chunk) ?? new Uint8Array(chunk)
      pulled += 1
      if (piece.length === 0) controller.close()
      else controller.enqueue(piece)
    },
    cancel() {
      isCancelled = true
    },
  }
  const body = new ReadableStream<Uint8Array>(source, { highWaterMark: 0 })
  const response = await createSignInHandler(tap)(post(body, headers))
  return { response, pulled, isCancelled }
}
