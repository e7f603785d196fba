import { describe, expect, it } from 'vitest'
import type { Tap } from '../../src/index.js'
import { PortFailedError } from '../../src/index.js'
import { wrongCode } from '../support/codes.js'
import { scaled, until } from '../support/time-limits.js'
import { enter, helpDesk } from './client.js'
import type { LimitedStore } from './limits.js'
import { frozenLimits } from './limits-frozen.js'
import { mysqlLimits } from './limits-mysql.js'
import { postgresLimits } from './limits-postgres.js'
import { redisLimits } from './limits-redis.js'
import { sqliteLimits } from './limits-sqlite.js'
import { created, ended } from './verbs-on-the-wire.js'

/** The library gives up after five to ten seconds. A busy machine may need longer for the rest of the call. */
const boundMs = scaled(60_000)

const limits = [...sqliteLimits, ...postgresLimits, ...mysqlLimits, ...redisLimits, ...frozenLimits].filter(
  ({ kind }) => kind?.missing() === undefined,
)

// They run concurrently, because they wait most of the time.
describe.concurrent('every call fails typed and in time, alike for right and wrong codes,', () => {
  for (const { name, start } of limits) {
    it(name, async () => {
      const limited = await start()
      try {
        await expectHarmless(limited)
      } finally {
        await limited.close()
      }
    })
  }
})

async function expectHarmless({ tap, impose, lift }: LimitedStore): Promise<void> {
  const codes = new Map<string, string>()
  for (const user of ['right', 'wrong', 'deleted', 'replaced', 'left']) codes.set(user, await created(tap, user))
  const codeOf = (user: string): string => codes.get(user) ?? ''

  await impose()
  const [right, wrong, ofUnknownUser, ...others] = await Promise.all([
    failureOf(enter(tap, 'right', codeOf('right'))),
    failureOf(enter(tap, 'wrong', wrongCode())),
    failureOf(enter(tap, 'passless', wrongCode())),
    failureOf(tap.passes.delete({ actor: helpDesk, user: 'deleted' })),
    failureOf(created(tap, 'replaced')),
    failureOf(created(tap, 'new')),
  ])
  expect(right).toMatch(/^TAP_(PORT_FAILED|BUSY): /)
  expect([wrong, ofUnknownUser]).toEqual([right, right])
  for (const failure of others) expect(failure).toMatch(/^TAP_(PORT_FAILED|BUSY): /)

  await lift()
  await untilServed(tap)
  for (const [user, code] of codes) expect([user, await enter(tap, user, code)]).toEqual([user, 'signedIn'])
  for (const [user, code] of codes) expect([user, await enter(tap, user, code)]).toEqual([user, 'oneTimeUsed'])
}

/** Returns the code and the message of the typed error of a call that must fail. */
async function failureOf(call: Promise<unknown>): Promise<string> {
  const startMs = performance.now()
  const error = await call.then(
    (answer) => new Error(`It returned ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown as Error & { readonly code?: string },
  )
  expect(performance.now() - startMs).toBeLessThan(boundMs)
  if (error instanceof PortFailedError) expect(error.port).toBe('store')
  return `${'code' in error ? error.code : error.name}: ${error.message}`
}

/** Retries, because the first calls may use connections that have ended. */
function untilServed(tap: Tap): Promise<void> {
  return until(async () => 'answer' in (await ended(created(tap, 'another-user'))))
}
