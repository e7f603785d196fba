import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tap } from '../../src/index.js'
import { PortFailedError } from '../../src/index.js'
import { wrongCode } from '../support/codes.js'
import { enter, helpDesk } from './client.js'
import type { LimitedStore } from './limits.js'
import { limits } from './limits.js'
import { created } from './verbs-on-the-wire.js'

/** Five seconds for a call of the store, and as many for the attempts of one write. */
const BOUND_MS = 10_500

describe.each(limits)('a store $name', ({ start }) => {
  let limited: LimitedStore
  beforeAll(async () => {
    limited = await start()
  })
  afterAll(() => limited?.close())

  it('fails typed and in time, alike for right and wrong codes, loses nothing, and serves again by itself', async () => {
    const { tap, impose, lift } = limited
    const codes = new Map<string, string>()
    for (const user of ['right', 'wrong', 'deleted', 'replaced', 'left']) codes.set(user, await created(tap, user))
    const codeOf = (user: string): string => codes.get(user) ?? ''

    await impose()
    const [right, wrong, nobodys, ...others] = await Promise.all([
      failureOf(enter(tap, 'right', codeOf('right'))),
      failureOf(enter(tap, 'wrong', wrongCode())),
      failureOf(enter(tap, 'passless', wrongCode())),
      failureOf(tap.passes.delete({ actor: helpDesk, user: 'deleted' })),
      failureOf(created(tap, 'replaced')),
      failureOf(created(tap, 'new')),
    ])
    expect(right).toMatch(/^TAP_(PORT_FAILED|BUSY): /)
    expect([wrong, nobodys]).toEqual([right, right])
    for (const failure of others) expect(failure).toMatch(/^TAP_(PORT_FAILED|BUSY): /)

    await lift()
    await untilServed(tap)
    for (const [user, code] of codes) expect([user, await enter(tap, user, code)]).toEqual([user, 'signedIn'])
    for (const [user, code] of codes) expect([user, await enter(tap, user, code)]).toEqual([user, 'oneTimeUsed'])
    const { wrongCodes } = await tap.explain({ actor: helpDesk, user: 'wrong' })
    expect(wrongCodes).toBe(0)
  })
})

/** Of a call that has to fail: the code and message of its typed error. */
async function failureOf(call: Promise<unknown>): Promise<string> {
  const startMs = performance.now()
  const error = await call.then(
    (answer) => new Error(`It answered ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown as Error & { readonly code?: string },
  )
  expect(performance.now() - startMs).toBeLessThan(BOUND_MS)
  if (error instanceof PortFailedError) expect(error.port).toBe('store')
  return `${'code' in error ? error.code : error.name}: ${error.message}`
}

/** What was cut off may have to be connected to again. */
async function untilServed(tap: Tap): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return void (await created(tap, 'somebody-else'))
    } catch (error) {
      if (tries === 20) throw error
    }
  }
}
