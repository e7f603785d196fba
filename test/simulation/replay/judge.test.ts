import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredDocument, StoreKey } from '../../../src/ports/store.js'
import { StoreError } from '../../../src/ports/store-error.js'
import { StoreModel } from '../store-model.js'
import type { StoreRequest } from '../store-trace.js'
import { Stream } from '../stream.js'
import { askStore } from './ask-store.js'
import type { OpenCall, RealAnswer } from './judge.js'
import { ImpossibleAnswer, Judge } from './judge.js'
import { Versions } from './versions.js'

const pastMs = 1_000
const lost: RealAnswer = { error: new Error('The connection is gone') }
const refused: RealAnswer = { error: new StoreError('notWritten', new Error('read-only')) }
const yes: RealAnswer = { isWritten: true }
const no: RealAnswer = { isWritten: false }

/** Answers one call after another. Each row is impossible for a correct store. */
const impossible: readonly {
  readonly title: string
  readonly calls: readonly (readonly [StoreRequest, RealAnswer])[]
}[] = [
  {
    title: 'a write over another revision',
    calls: [
      [swap(null, 'a'), yes],
      [swap('b', 'c'), yes],
    ],
  },
  {
    title: 'a second creation',
    calls: [
      [swap(null, 'a'), yes],
      [swap(null, 'b'), yes],
    ],
  },
  {
    title: 'a refusal of the right revision',
    calls: [
      [swap(null, 'a'), yes],
      [swap('a', 'b'), no],
    ],
  },
  { title: 'an acknowledged write that is gone', calls: [[swap(null, 'a'), yes], shows(undefined)] },
  { title: 'an old document after its successor', calls: [[swap(null, 'a'), yes], [swap('a', 'b'), yes], shows('a')] },
  { title: 'a document that no call wrote', calls: [shows('a')] },
  { title: 'a refused write that is shown', calls: [[swap(null, 'a'), refused], shows('a')] },
  { title: 'a lost write that was shown and is gone', calls: [[swap(null, 'a'), lost], shows('a'), shows(undefined)] },
  {
    title: 'two lost writes from one revision',
    calls: [[swap(null, 'a'), lost], [swap(null, 'b'), lost], shows('a'), shows('b')],
  },
  { title: 'a removed document', calls: [[swap(null, 'a'), yes], [swap('a', null), yes], shows('a')] },
  {
    title: 'other bytes',
    calls: [
      [swap(null, 'a'), yes],
      [read(), { documents: [{ ...documentOf('a'), body: ' ' }] }],
    ],
  },
  { title: 'an answer for a key that was not asked for', calls: [[read(), { documents: [undefined, undefined] }]] },
  {
    title: 'a list without a stored document',
    calls: [
      [swap(null, 'a'), yes],
      [scan(), { entries: [] }],
    ],
  },
  {
    title: 'a list with an unknown document',
    calls: [[scan(), { entries: [{ key: key('x'), document: documentOf('a') }] }]],
  },
  {
    title: 'a sweep of a document that is kept',
    calls: [
      [swap(null, 'a'), yes],
      [sweep(), { removed: 1 }],
    ],
  },
  {
    title: 'a sweep that leaves what is past',
    calls: [
      [swap(null, 'past'), yes],
      [sweep(), { removed: 0 }],
    ],
  },
  { title: 'a swept document', calls: [[swap(null, 'past'), yes], [sweep(), { removed: 1 }], shows('past')] },
]

/** Each row is possible for a correct store. */
const possible: typeof impossible = [
  { title: 'a lost write that is not shown', calls: [[swap(null, 'a'), lost], shows(undefined)] },
  {
    title: 'a lost write that arrives late',
    calls: [[swap(null, 'a'), lost], shows(undefined), shows('a'), [swap('a', 'b'), yes]],
  },
  { title: 'a refusal because of a lost write', calls: [[swap(null, 'a'), lost], [swap(null, 'b'), no], shows('a')] },
  { title: 'a lost write that comes too late', calls: [[swap(null, 'a'), lost], [swap(null, 'b'), yes], shows('b')] },
  { title: 'a lost sweep', calls: [[swap(null, 'past'), yes], [sweep(), lost], shows('past'), shows(undefined)] },
  {
    title: 'a list that shows a document twice',
    calls: [
      [swap(null, 'a'), yes],
      [scan(), { entries: [entry('a'), entry('a')] }],
    ],
  },
  {
    title: 'a look for no document',
    calls: [
      [swap(null, null), yes],
      [swap(null, 'a'), yes],
      [swap(null, null), no],
    ],
  },
]

describe('the judge of a replay', () => {
  it.each(impossible)('rejects $title', ({ calls }) => {
    expect(() => judgeInTurn(calls)).toThrow(ImpossibleAnswer)
  })

  it.each(possible)('accepts $title', ({ calls }) => {
    expect(() => judgeInTurn(calls)).not.toThrow()
  })

  it('accepts either winner of two writes at once, and one only', () => {
    for (const [first, second] of [
      [yes, no],
      [no, yes],
    ] as const) {
      expect(() => judgeAtOnce(first, second)).not.toThrow()
    }
    expect(() => judgeAtOnce(yes, yes)).toThrow(ImpossibleAnswer)
    expect(() => judgeAtOnce(no, no)).toThrow(ImpossibleAnswer)
  })

  it('accepts a refusal of a write that its driver sent twice, and of no other', () => {
    for (const isRepeated of [true, false]) {
      const judge = new Judge(new Versions(pastMs))
      const refusal = (): void => judge.end(judge.begin(swap(null, 'a')), no, isRepeated)
      if (isRepeated) expect(refusal).not.toThrow()
      else expect(refusal).toThrow(ImpossibleAnswer)
    }
  })

  it('forgets at a failover what was not acknowledged, and nothing else', () => {
    for (const [shown, isPossible] of [
      ['a', true],
      ['b', false],
      [undefined, false],
    ] as const) {
      const judge = new Judge(new Versions(pastMs))
      judge.end(judge.begin(swap(null, 'a')), yes)
      judge.isolate()
      judge.end(judge.begin(swap('a', 'b')), lost)
      judgeInTurn([shows('b')], judge)
      judge.failOver()
      const look = (): void => judgeInTurn([shows(shown)], judge)
      if (isPossible) expect(look).not.toThrow()
      else expect(look).toThrow(ImpossibleAnswer)
    }
  })

  it('rejects a write that is acknowledged although the standby lacks it', () => {
    const judge = new Judge(new Versions(pastMs))
    judge.isolate()
    expect(() => judge.end(judge.begin(swap(null, 'a')), yes)).toThrow(ImpossibleAnswer)
  })

  it('accepts every answer of the model store, in any order of its calls', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 31 }), askModel))
  })
})

function judgeInTurn(calls: (typeof impossible)[number]['calls'], judge = new Judge(new Versions(pastMs))): void {
  for (const [request, answer] of calls) judge.end(judge.begin(request), answer)
}

function judgeAtOnce(first: RealAnswer, second: RealAnswer): void {
  const judge = new Judge(new Versions(pastMs))
  const [one, other] = [judge.begin(swap(null, 'a')), judge.begin(swap(null, 'b'))]
  judge.end(one, first)
  judge.end(other, second)
}

/** Calls begin, are served and end in an order that the seed decides. Some answers get lost, before or after the service. */
async function askModel(seed: number): Promise<void> {
  const stream = new Stream(seed, 'model')
  const model = new StoreModel()
  const store = {
    read: async (keys: readonly StoreKey[]) => keys.map((one) => model.read(one)),
    compareAndSet: async (...write: Parameters<StoreModel['compareAndSet']>) => model.compareAndSet(...write),
    sweep: async (batch: Parameters<StoreModel['sweep']>[0]) => model.sweep(batch),
    scan: async (page: Parameters<StoreModel['scan']>[0]) => model.scan(page),
  }
  const judge = new Judge(new Versions(pastMs))
  const open = new Map<OpenCall, { answer?: RealAnswer; isLost?: boolean }>()
  for (let step = 0; step < 60; step += 1) {
    if (open.size < 4) open.set(judge.begin(drawRequest(stream, model, step)), {})
    const [call, state] = stream.pick([...open])
    if (!state.isLost && stream.chance(0.1)) {
      judge.end(call, lost)
      state.isLost = true
    } else if (!state.answer) {
      state.answer = await askStore(store, call.request)
    } else {
      if (!state.isLost) judge.end(call, state.answer)
      open.delete(call)
    }
  }
}

function drawRequest(stream: Stream, model: StoreModel, step: number): StoreRequest {
  const id = stream.pick(['a', 'b'])
  const current = model.read(key(id))?.revision ?? null
  const expected = stream.chance(0.8) ? current : stream.pick([null, 'other'])
  const next = stream.chance(0.2) ? null : `${stream.chance(0.2) ? 'past' : 'kept'} ${step}`
  return stream.pick([swap(expected, next, id), swap(expected, next, id), read(id), read(id), sweep(), scan()])
}

function key(id: string): StoreKey {
  return { tenantId: 'acme', kind: 'user', id }
}

/** A document whose revision begins with `past` may be swept. */
function documentOf(revision: string): StoredDocument {
  return {
    revision,
    body: `{"of":"${revision}"}`,
    seal: 's',
    retainUntilMs: revision.startsWith('past') ? pastMs : null,
  }
}

function swap(expected: string | null, next: string | null, id = 'a'): StoreRequest {
  return { method: 'compareAndSet', key: key(id), expected, next: next === null ? null : documentOf(next) }
}

function read(id = 'a'): StoreRequest {
  return { method: 'read', keys: [key(id)] }
}

function scan(): StoreRequest {
  return { method: 'scan', page: { kind: 'user', limit: 100 } }
}

function sweep(): StoreRequest {
  return { method: 'sweep', nowMs: pastMs, limit: 100 }
}

function entry(revision: string): { readonly key: StoreKey; readonly document: StoredDocument } {
  return { key: key('a'), document: documentOf(revision) }
}

function shows(revision: string | undefined): readonly [StoreRequest, RealAnswer] {
  return [read(), { documents: [revision === undefined ? undefined : documentOf(revision)] }]
}
