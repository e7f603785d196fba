import { describe, expect, it } from 'vitest'
import { createStorePair } from '../faults/store-pair.js'
import { createRequestWorld } from '../verbs/requests/request-world.js'
import type { ChangingCase } from './acknowledged/cases.js'
import { changingCases } from './acknowledged/cases.js'
import { exempt, methodsOf } from './acknowledged/methods.js'
import { dying, ended, healthy, statesSomething, unacknowledged } from './acknowledged/processes.js'

describe('what a call states that changes something', () => {
  for (const tested of changingCases) {
    for (const isLater of [false, true]) {
      it(`needs an acknowledged write${isLater ? ' again' : ''}: ${tested.title}`, async () => {
        const pair = createStorePair()
        const { call, earlier } = await tested.prepare(pair)
        if (isLater) await ended(earlier(healthy(pair).ports))
        const end = await ended(call(unacknowledged(pair)))
        expect(statesSomething(end), JSON.stringify(end)).toBe(false)
      })
    }

    for (const when of ['before', 'during'] as const) {
      it(`survives a failover after a death ${when}: ${tested.title}`, async () => {
        for (let at = 1; await statesOnlyWhatIsKept(tested, at, when === 'before'); at += 1);
      })
    }
  }
})

describe('the table of calls that change something', () => {
  const { tap, requests } = createRequestWorld()
  const methods = [...methodsOf(tap), ...methodsOf(requests, 'requests.')]
  const listed = new Set(changingCases.map(({ method }) => method))

  it.each(methods)('has %s, or a reason why it needs no acknowledged write', (method) => {
    expect([listed.has(method), Object.hasOwn(exempt, method)].filter(Boolean)).toHaveLength(1)
  })

  it('has only methods that exist', () => {
    expect(methods).toEqual(expect.arrayContaining([...listed, ...Object.keys(exempt)]))
  })
})

/** Returns `false` when the earlier call has fewer than `at` writes, so that no process died. */
async function statesOnlyWhatIsKept({ prepare }: ChangingCase, at: number, isBefore: boolean): Promise<boolean> {
  const pair = createStorePair()
  const { call, earlier } = await prepare(pair)
  let hasDied = false
  const die = async (): Promise<void> => {
    const { death, ports } = dying(pair, at)
    hasDied = await Promise.race([death.then(() => true), ended(earlier(ports)).then(() => false)])
  }
  if (isBefore) await die()
  const { unkeptReads, ports } = healthy(pair, isBefore ? undefined : die)
  const end = await ended(call(ports))
  if (statesSomething(end)) expect(unkeptReads(), `write ${at}, ${JSON.stringify(end)}`).toEqual([])
  return hasDied
}
