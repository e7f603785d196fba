import { describe, expect, it, vi } from 'vitest'
import { BusyError } from '../../src/errors.js'
import { createAdmission } from '../../src/kernel/admission/admission.js'

const roomy = { inFlight: 100, concurrency: 2, queue: 100 }

describe('admission', () => {
  it('VER-12 runs at most `concurrency` slow hashes at once, and runs all of them', async () => {
    const admission = createAdmission(roomy)
    const work = controlled()
    const all = Array.from({ length: 20 }, (_, at) => admission.acquire({ name: `n${at}` }).hash(work.job(`${at}`)))
    await work.finishAll()
    await Promise.all(all)
    expect(work.mostAtOnce()).toBe(2)
    expect(work.started).toHaveLength(20)
  })

  it('returns what the work returns, and throws what it throws, now or later', async () => {
    const { acquire } = createAdmission({ ...roomy, concurrency: 1 })
    await expect(acquire({ name: 'a' }).hash(async () => 7)).resolves.toBe(7)
    await expect(acquire({ name: 'a' }).hash(() => Promise.reject(new Error('later')))).rejects.toThrow('later')
    const throwing = () => {
      throw new Error('at once')
    }
    await expect(acquire({ name: 'a' }).hash(throwing)).rejects.toThrow('at once')
    await expect(acquire({ name: 'a' }).hash(async () => 8)).resolves.toBe(8)
  })

  it('refuses an attempt when all permits are taken, until one is released', () => {
    const { acquire } = createAdmission({ ...roomy, inFlight: 2 })
    const place = acquire({ name: 'a' })
    acquire({ name: 'b' })
    expect(() => acquire({ name: 'c' })).toThrow(BusyError)
    place.release()
    acquire({ name: 'c' })
    expect(() => acquire({ name: 'd' })).toThrow(BusyError)
  })

  it('frees one permit, however often it is released', () => {
    const { acquire } = createAdmission({ ...roomy, inFlight: 2 })
    const place = acquire({ name: 'a' })
    acquire({ name: 'b' })
    place.release()
    place.release()
    acquire({ name: 'c' })
    expect(() => acquire({ name: 'd' })).toThrow(BusyError)
  })

  it('tells the caller to retry after two seconds', () => {
    const { acquire } = createAdmission({ ...roomy, inFlight: 0 })
    expect(() => acquire({ name: 'a' })).toThrow(new BusyError(2))
  })

  it('refuses a hash when the queue is full and all clients have the same weight', async () => {
    const { acquire } = createAdmission({ ...roomy, concurrency: 1, queue: 1 })
    const work = controlled()
    const first = acquire({ name: 'a' }).hash(work.job('a'))
    const second = acquire({ name: 'b' }).hash(work.job('b'))
    await expect(acquire({ name: 'c' }).hash(work.job('c'))).rejects.toThrow(BusyError)
    await work.finishAll()
    await Promise.all([first, second])
    expect(work.started).toEqual(['a', 'b'])
  })

  it('serves sources in rotation, so that a flood from one cannot starve another', async () => {
    const { acquire } = createAdmission({ ...roomy, concurrency: 1 })
    const work = controlled()
    const flood = Array.from({ length: 20 }, (_, at) =>
      acquire({ source: 'flood', name: 'x' }).hash(work.job(`f${at}`)),
    )
    const ada = acquire({ source: 'ada', name: 'ada' }).hash(work.job('ada'))
    const eve = acquire({ source: 'eve', name: 'eve' }).hash(work.job('eve'))
    await work.finishAll()
    await Promise.all([...flood, ada, eve])
    expect(work.started.slice(0, 5)).toEqual(['f0', 'f1', 'ada', 'eve', 'f2'])
  })

  it('T-47 evicts a hash of the source with the most permits when all permits are taken', async () => {
    const { acquire } = createAdmission({ inFlight: 4, concurrency: 1, queue: 4 })
    const work = controlled()
    const flood = Array.from({ length: 4 }, (_, at) => acquire({ source: 'flood', name: 'x' }).hash(work.job(`f${at}`)))
    const outcomes = settled(flood)
    const ada = acquire({ source: 'ada', name: 'ada' }).hash(work.job('ada'))
    await work.finishAll()
    await ada
    expect(await outcomes).toEqual(['done', 'done', 'done', 'busy'])
    expect(work.started).toEqual(['f0', 'f1', 'ada', 'f2'])
  })

  it('T-47 evicts a hash of the source with the most permits when the queue is full', async () => {
    const { acquire } = createAdmission({ ...roomy, concurrency: 1, queue: 2 })
    const work = controlled()
    const flood = Array.from({ length: 3 }, (_, at) => acquire({ source: 'flood', name: 'x' }).hash(work.job(`f${at}`)))
    const outcomes = settled(flood)
    const ada = acquire({ source: 'ada', name: 'ada' }).hash(work.job('ada'))
    await work.finishAll()
    await ada
    expect(await outcomes).toEqual(['done', 'done', 'busy'])
  })

  it('weighs by name where the host gives no source, and never mixes names with sources', async () => {
    const { acquire } = createAdmission({ inFlight: 3, concurrency: 1, queue: 3 })
    const work = controlled()
    const flood = settled(Array.from({ length: 3 }, () => acquire({ name: 'ada' }).hash(work.job('name'))))
    const ada = acquire({ source: 'ada', name: 'ada' }).hash(work.job('source'))
    await work.finishAll()
    await ada
    expect(await flood).toEqual(['done', 'done', 'busy'])
  })

  it('T-47 gives one source no more permits than its share', () => {
    const { acquire } = createAdmission({ ...roomy, inFlight: 4, maxPerClient: 2 })
    for (let at = 0; at < 2; at++) acquire({ source: 'flood', name: `x${at}` })
    expect(() => acquire({ source: 'flood', name: 'x2' })).toThrow(BusyError)
    acquire({ source: 'ada', name: 'ada' })
    acquire({ source: 'eve', name: 'eve' })
  })

  it('refuses a new attempt when its own source is the heaviest', async () => {
    const { acquire } = createAdmission({ inFlight: 3, concurrency: 1, queue: 3 })
    const work = controlled()
    const flood = Array.from({ length: 3 }, (_, at) => acquire({ source: 'flood', name: 'x' }).hash(work.job(`f${at}`)))
    expect(() => acquire({ source: 'flood', name: 'another' })).toThrow(BusyError)
    await work.finishAll()
    expect(await settled(flood)).toEqual(['done', 'done', 'done'])
  })

  it('never evicts the only permit of a client, however many other clients arrive', async () => {
    const { acquire } = createAdmission({ inFlight: 2, concurrency: 1, queue: 2 })
    const work = controlled()
    const waiting = ['ada', 'eve'].map((source) => acquire({ source, name: source }).hash(work.job(source)))
    for (let at = 0; at < 50; at++) expect(() => acquire({ source: `bot ${at}`, name: 'x' })).toThrow(BusyError)
    await work.finishAll()
    expect(await settled(waiting)).toEqual(['done', 'done'])
  })

  it('never evicts a hash that runs', async () => {
    const { acquire } = createAdmission({ inFlight: 2, concurrency: 2, queue: 2 })
    const work = controlled()
    const running = [1, 2].map(() => acquire({ source: 'flood', name: 'x' }).hash(work.job('f')))
    expect(() => acquire({ source: 'ada', name: 'ada' })).toThrow(BusyError)
    await work.finishAll()
    expect(await settled(running)).toEqual(['done', 'done'])
  })

  it('withdraws a waiting hash when its permit is released, and starts the next', async () => {
    const { acquire } = createAdmission({ ...roomy, concurrency: 1 })
    const work = controlled()
    const first = acquire({ name: 'a' }).hash(work.job('a'))
    const place = acquire({ name: 'b' })
    const second = settled([place.hash(work.job('b'))])
    const third = acquire({ name: 'c' }).hash(work.job('c'))
    place.release()
    expect(await second).toEqual(['busy'])
    await work.finishAll()
    await Promise.all([first, third])
    expect(work.started).toEqual(['a', 'c'])
    await expect(place.hash(work.job('late'))).rejects.toThrow(BusyError)
  })

  it('T-49 keeps no client without permits', async () => {
    const written = vi.spyOn(Map.prototype, 'set')
    const { acquire } = createAdmission(roomy)
    for (let at = 0; at < 50; at++) {
      const place = acquire({ name: `stranger ${at}` })
      await place.hash(async () => at)
      place.release()
    }
    const maps = new Set(written.mock.contexts)
    written.mockRestore()
    expect([...maps].map((map) => map instanceof Map && map.size)).toEqual([0])
  })

  it('T-05 treats names such as __proto__ like any other', async () => {
    const { acquire } = createAdmission({ ...roomy, inFlight: 3 })
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const place = acquire({ name, source: name })
      await expect(place.hash(async () => name)).resolves.toBe(name)
    }
    expect(() => acquire({ name: '' })).toThrow(BusyError)
  })
})

describe('issuing', () => {
  it('has a slot of its own, however many sign-ins wait', async () => {
    const admission = createAdmission({ inFlight: 1, concurrency: 1, queue: 1 })
    const work = controlled()
    const stranger = admission.acquire({ name: 'a' }).hash(work.job('a'))
    await expect(admission.issue(async () => 'issued')).resolves.toBe('issued')
    await work.finishAll()
    await stranger
  })

  it('hashes one at a time, in order, with a bounded queue behind', async () => {
    const { issue } = createAdmission({ inFlight: 9, concurrency: 9, queue: 2 })
    const work = controlled()
    const all = [1, 2, 3, 4].map((at) => issue(work.job(`${at}`)))
    const outcomes = settled(all)
    await work.finishAll()
    expect(await outcomes).toEqual(['done', 'done', 'done', 'busy'])
    expect(work.started).toEqual(['1', '2', '3'])
    expect(work.mostAtOnce()).toBe(1)
    await expect(issue(async () => 5)).resolves.toBe(5)
  })

  it('continues after a hash that failed', async () => {
    const { issue } = createAdmission({ ...roomy, queue: 0 })
    await expect(issue(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(issue(async () => 1)).resolves.toBe(1)
  })
})

/** Jobs that run until the test finishes them. */
function controlled() {
  const started: string[] = []
  const running: (() => void)[] = []
  let most = 0
  return {
    started,
    mostAtOnce: () => most,
    job: (label: string) => () =>
      new Promise<void>((resolve) => {
        started.push(label)
        running.push(resolve)
        most = Math.max(most, running.length)
      }),
    /** Finishes one after the other. The next can start in between. */
    async finishAll() {
      await turns()
      for (let finish = running.shift(); finish; finish = running.shift()) {
        finish()
        await turns()
      }
    },
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

async function settled(all: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(all)
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done'
    return outcome.reason instanceof BusyError ? 'busy' : 'failed'
  })
}
