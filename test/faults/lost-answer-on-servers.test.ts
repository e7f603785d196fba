import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tap } from '../../src/index.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { cuts, startTcpProxy } from '../support/tcp-proxy.js'
import type { OpenedTap } from './client.js'
import { enter } from './client.js'
import { started } from './started.js'
import { created, ended, wireVerbs } from './verbs-on-the-wire.js'
import type { WireStore } from './wires.js'
import { wires } from './wires.js'

/** More round trips than any verb has. */
const MOST = 40
/** As many chunks as it takes to connect, sign on and ask. */
const REDIALED = 8
const DEADLINE_MS = 5_000

describe.each(wires)('$name behind a wire that loses answers', (wire) => {
  const server = started(wire)
  const [first = ''] = wire.drivers

  describe.each(wire.drivers)('over %s', (driver) => {
    let healthy: OpenedTap
    let proxy: TcpProxy
    let faulty: OpenedTap
    let users = 0
    beforeAll(async () => {
      const { port, fresh } = server()
      const { open } = await fresh(driver)
      healthy = await open()
      proxy = await startTcpProxy(port)
      faulty = await open(proxy.port)
    })
    afterAll(async () => {
      await Promise.all([healthy?.close(), faulty?.close()])
      await proxy?.close()
    })

    describe.each(wireVerbs)('$name', ({ prepare }) => {
      it.each(cuts)(
        '%s, at each chunk of it in turn: done once, or not done and free to be asked again',
        async (fault) => {
          let struck = 0
          for (let at = 1; at <= MOST; at += 1) {
            const { run, check } = await prepare(healthy.tap, nobodyYet())
            await faulty.tap.isPassOffered({ user: 'warm-up' })
            const armed = proxy.arm(fault, at)
            const end = await ended(run(faulty.tap))
            const checkAgain = await check(healthy.tap, end, false)
            await armed.release()
            await checkAgain()
            if (!armed.hasStruck()) break
            struck = at
          }
          expect(struck).toBeGreaterThanOrEqual(2)
          expect(struck).toBeLessThan(MOST)
        },
      )
    })

    it.each(wireVerbs)(
      '$name: what arrives after a new pass was created leaves that pass alone',
      async ({ prepare }) => {
        for (let at = 1; at <= MOST; at += 1) {
          const user = nobodyYet()
          const { run } = await prepare(healthy.tap, user)
          await faulty.tap.isPassOffered({ user: 'warm-up' })
          const armed = proxy.arm('overtaken', at)
          await ended(run(faulty.tap))
          const code = await created(healthy.tap, user)
          await armed.release()
          expect(await enter(healthy.tap, user, code)).toBe('signedIn')
          if (!armed.hasStruck()) break
        }
      },
    )

    it('the connections gone, and cut again at some chunk of their coming back: as before', async () => {
      let struck = 0
      for (const { prepare } of wireVerbs) {
        for (let at = 1; at <= REDIALED; at += 1) {
          const { run, check } = await prepare(healthy.tap, nobodyYet())
          const armed = proxy.arm(cuts[at % cuts.length] ?? 'lostAfter', at)
          proxy.cut()
          proxy.restore()
          const end = await ended(run(faulty.tap))
          const checkAgain = await check(healthy.tap, end, false)
          await armed.release()
          await checkAgain()
          // A client that has not noticed yet writes to a connection that is gone: then no chunk comes.
          if (armed.hasStruck()) struck += 1
        }
      }
      expect(struck).toBeGreaterThan(0)
    })

    function nobodyYet(): string {
      users += 1
      return `user-${users}`
    }
  })

  it.concurrent('an answer that comes past the deadline, of any chunk: never twice, in bounded time', async () => {
    const { port, fresh } = server()
    const store = await fresh(first)
    const healthy = await store.open()
    const late = wireVerbs.flatMap((verb) => [1, 2, 3, 4].map((at) => ({ ...verb, at })))
    const struck = await Promise.all(
      late.map(async ({ prepare, name, at }) => {
        const { run, check } = await prepare(healthy.tap, `${name}-${at}`)
        return throughFault(store, port, async (tap, proxy) => {
          const armed = proxy.arm('answerLate', at)
          const startMs = performance.now()
          const end = await ended(run(tap))
          expect(performance.now() - startMs).toBeLessThan(2 * DEADLINE_MS + 1_000)
          const checkAgain = await check(healthy.tap, end, true)
          await armed.release()
          await checkAgain()
          return armed.hasStruck()
        })
      }),
    )
    expect(struck.filter((hit) => hit).length).toBeGreaterThanOrEqual(2 * wireVerbs.length)
    await healthy.close()
  })

  it.concurrent('that stays away past the deadline once a pass is spent: a typed failure, and the pass signs nobody in twice', async () => {
    const { port, fresh } = server()
    const store = await fresh(first)
    const healthy = await store.open()
    await Promise.all(
      wireVerbs.map(async ({ prepare, name }) => {
        const { run, check } = await prepare(healthy.tap, name)
        await throughFault(store, port, async (tap, proxy) => {
          const armed = proxy.arm('lostAfter', 2)
          const startMs = performance.now()
          const ending = ended(run(tap))
          await armed.struck
          proxy.cut()
          const end = await ending
          expect(end).toEqual({ failed: 'TAP_PORT_FAILED' })
          expect(performance.now() - startMs).toBeLessThan(2 * DEADLINE_MS + 1_000)
          proxy.restore()
          const checkAgain = await check(healthy.tap, end, true)
          await checkAgain()
        })
      }),
    )
    await healthy.close()
  })
})

async function throughFault<Answer>(
  { open }: WireStore,
  port: number,
  use: (tap: Tap, proxy: TcpProxy) => Promise<Answer>,
): Promise<Answer> {
  const proxy = await startTcpProxy(port)
  const { tap, close } = await open(proxy.port)
  try {
    await tap.isPassOffered({ user: 'warm-up' })
    return await use(tap, proxy)
  } finally {
    await close()
    await proxy.close()
  }
}
