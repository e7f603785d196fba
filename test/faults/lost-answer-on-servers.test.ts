import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bePatient } from '../support/patience.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { cuts, startTcpProxy } from '../support/tcp-proxy.js'
import type { OpenedTap } from './client.js'
import { enter } from './client.js'
import { started } from './started.js'
import { created, ended, wireVerbs } from './verbs-on-the-wire.js'
import { wires } from './wires.js'

/** More chunks than any call sends. */
const maxChunks = 40
/** As many chunks as a client sends to connect, to sign on and to make one call. */
const reconnectChunks = 8

// With the real deadline a pass could be spent although no user is signed in: late-answer-on-servers.test.ts covers it.
beforeAll(() => bePatient())

describe.each(wires)('$name over a lossy network', (wire) => {
  const server = started(wire)

  describe.each(wire.drivers)('with %s', (driver) => {
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
      it.each(cuts)('runs once or can be repeated (%s)', async (fault) => {
        let struck = 0
        for (let at = 1; at <= maxChunks; at += 1) {
          const { run, check } = await prepare(healthy.tap, newUser())
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
        expect(struck).toBeLessThan(maxChunks)
      })
    })

    it.each(wireVerbs)('$name: a late write does not change a newer pass', async ({ prepare }) => {
      for (let at = 1; at <= maxChunks; at += 1) {
        const user = newUser()
        const { run } = await prepare(healthy.tap, user)
        await faulty.tap.isPassOffered({ user: 'warm-up' })
        const armed = proxy.arm('overtaken', at)
        await ended(run(faulty.tap))
        const code = await created(healthy.tap, user)
        await armed.release()
        expect(await enter(healthy.tap, user, code)).toBe('signedIn')
        if (!armed.hasStruck()) break
      }
    })

    it('runs each call once when reconnecting is cut again', async () => {
      let struck = 0
      for (const { prepare } of wireVerbs) {
        for (let at = 1; at <= reconnectChunks; at += 1) {
          const { run, check } = await prepare(healthy.tap, newUser())
          const armed = proxy.arm(cuts[at % cuts.length] ?? 'lostAfter', at)
          proxy.cut()
          proxy.restore()
          const end = await ended(run(faulty.tap))
          const checkAgain = await check(healthy.tap, end, false)
          await armed.release()
          await checkAgain()
          // A client that has not noticed the cut writes to a closed connection, so no chunk arrives.
          if (armed.hasStruck()) struck += 1
        }
      }
      expect(struck).toBeGreaterThan(0)
    })

    function newUser(): string {
      users += 1
      return `user-${users}`
    }
  })
})
