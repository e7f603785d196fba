import { beforeAll, describe, expect, it } from 'vitest'
import type { Tap } from '../../src/index.js'
import { bePatient } from '../support/patience.js'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { scaled } from '../support/time-limits.js'
import { started } from './started.js'
import { ended, wireVerbs } from './verbs-on-the-wire.js'
import type { WireStore } from './wires.js'
import { wires } from './wires.js'

/** The library gives up after five to ten seconds. A busy machine may need longer for the rest of the call. */
const boundMs = scaled(60_000)

// The deadline is longer on a slow machine.
beforeAll(() => bePatient(1))

// They run concurrently, because they wait for deadlines most of the time.
describe.concurrent.each(wires)('$name with late responses', (wire) => {
  const server = started(wire)
  const [first = ''] = wire.drivers

  it('never runs a call twice, and ends it in bounded time', async () => {
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
          expect(performance.now() - startMs).toBeLessThan(boundMs)
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

  it('fails typed after a spent pass, and signs no user in twice', async () => {
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
          expect(performance.now() - startMs).toBeLessThan(boundMs)
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
