import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Requests } from '../../src/requests/api.js'
import { hostile, hostileMakers } from '../support/hostile.js'
import { contentOf, outcomeOf } from '../support/outcome.js'
import { rounds } from '../support/rounds.js'
import type { RequestScene } from '../verbs/requests/every-request-verb.js'
import { everyRequestVerb } from '../verbs/requests/every-request-verb.js'

/** The fields that a requester sends, which are refused, and those of the host application, which throw. */
const fields: {
  readonly [verb: string]: { readonly requesters?: readonly string[]; readonly hosts: readonly string[] }
} = {
  submit: { requesters: ['user', 'employeeId', 'contact'], hosts: ['clientBinding'] },
  prove: { requesters: ['requestId'], hosts: ['clientBinding', 'prover'] },
  edit: { requesters: ['requestId', 'contact'], hosts: ['clientBinding'] },
  status: { requesters: ['requestId'], hosts: ['clientBinding'] },
  collect: { requesters: ['requestId'], hosts: ['clientBinding'] },
  cancel: { requesters: ['requestId'], hosts: ['clientBinding'] },
  open: { hosts: ['actor', 'user', 'justification', 'ticket', 'clientBinding'] },
  startCall: { hosts: ['actor', 'requestId'] },
  approve: { hosts: ['actor', 'requestId', 'justification'] },
  deny: { hosts: ['actor', 'requestId', 'justification'] },
  get: { hosts: ['actor', 'requestId'] },
  list: { hosts: ['actor', 'view', 'cursor', 'limit'] },
}

/** Whether a value may be valid. An unknown name may be, so it gets a request. */
const couldBe: { readonly [field: string]: (value: unknown) => boolean } = {
  user: (value) => isText(value, 512),
  employeeId: (value) => isText(value, 128),
  contact: (value) => value === undefined || value === '' || isText(value, 256),
}

const few = { numRuns: rounds(40) }
const kinds = ['request', 'requester', 'user', 'policy', 'decoy', 'issueCount']
/** The errors that a value of the right form may cause, which names no user and no request. */
const typedErrors = ['TAP_INVALID_INPUT', 'TAP_NOT_AUTHORIZED', 'TAP_USER_NOT_FOUND', 'TAP_REQUEST_NOT_FOUND']

describe.each(everyRequestVerb)('requests.$name', ({ name, isPublic, scene, call }) => {
  const { requesters = [], hosts } = fields[name] ?? { hosts: [] }

  // A scene takes several calls to set, and a call that is refused leaves it as it was.
  let kept: { readonly given: RequestScene; readonly before: unknown } | undefined

  async function setScene(): Promise<NonNullable<typeof kept>> {
    const given = await scene({ requests: { notifyReviewer: undefined } })
    return { given, before: await contentOf(given.world.store, kinds) }
  }

  /** `'yes'`, `'no'`, or the code of a typed error. Anything else is a crash. Only `'yes'` may change what is stored. */
  async function endOf(ask: (requests: Requests, given: RequestScene) => Promise<unknown>): Promise<string> {
    kept ??= await setScene()
    const { given, before } = kept
    const { requests, store } = given.world
    let answer: unknown
    const outcome = await outcomeOf(async () => {
      answer = await ask(requests, given)
    })
    const end = outcome === 'answered' ? saidBy(answer) : outcome
    if (end === 'yes') kept = undefined
    else expect(await contentOf(store, kinds)).toEqual(before)
    return end
  }

  it('refuses a hostile input as a whole, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const end = await endOf((requests) => rawOf(requests, name)(make()))
        expect(end).toBe('TAP_INVALID_INPUT')
      }),
      few,
    )
  })

  it.each(requesters)('refuses a hostile %s, and changes nothing', async (field) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const value = make()
        const end = await endOf((requests, given) => call(requests, given, { [field]: value }))
        const isRight = couldBe[field]?.(value) ?? false
        expect(isRight ? ['yes', 'no'] : ['no']).toContain(end)
      }),
      few,
    )
  })

  it.each(hosts)('throws for a hostile %s of the host application, and changes nothing', async (field) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (make) => {
        const value = make()
        const end = await endOf((requests, given) => call(requests, given, { [field]: value }))
        const isPlain = typeof value === 'string' || typeof value === 'number' || value === undefined
        expect(isPlain ? ['yes', 'no', ...typedErrors] : ['TAP_INVALID_INPUT']).toContain(end)
      }),
      few,
    )
  })

  it('refuses unknown fields, and inherited fields', async () => {
    expect(await endOf((requests, given) => call(requests, given, { tenantId: 'other' }))).toBe('TAP_INVALID_INPUT')
    const onlyInherited = async (requests: Requests, given: RequestScene): Promise<unknown> => {
      let input: object = {}
      await call(
        capturing(requests, name, (captured) => (input = captured)),
        given,
      )
      return rawOf(requests, name)(Object.create(input))
    }
    expect(await endOf(onlyInherited)).toBe('TAP_INVALID_INPUT')
  })

  it('accepts a hostile context', async () => {
    for (const make of hostileMakers) {
      expect(await endOf((requests, given) => call(requests, given, { context: make() }))).toBe('yes')
    }
  })

  if (name === 'prove') {
    it('passes hostile evidence to the prover unchanged', async () => {
      for (const make of hostileMakers) {
        expect(await endOf((requests, given) => call(requests, given, { presented: make() }))).toBe('yes')
      }
    })
  }

  it('has hostile fields for its kind of caller in this test', () => {
    expect(requesters.length > 0).toBe(isPublic)
    expect(hosts.includes('actor')).toBe(!isPublic)
  })
})

describe('requests.maintain', () => {
  it('refuses hostile input with a typed error, and changes nothing', async () => {
    const { world } = await everyRequestVerbAt('status')
    const before = await contentOf(world.store, kinds)
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom('limit', 'cursor'), async (make, field) => {
        const value = make()
        const isPlain = value === undefined || typeof value === 'string' || typeof value === 'number' || value === null
        const end = await outcomeOf(() => world.requests.maintain({ [field]: value } as never))
        expect(isPlain ? ['answered', 'TAP_INVALID_INPUT', 'TAP_PORT_FAILED'] : ['TAP_INVALID_INPUT']).toContain(end)
      }),
      few,
    )
    expect(await contentOf(world.store, kinds)).toEqual(before)
  })
})

function everyRequestVerbAt(name: string): Promise<RequestScene> {
  const verb = everyRequestVerb.find((one) => one.name === name)
  if (!verb) throw new Error(`There is no ${name}`)
  return verb.scene({ requests: { notifyReviewer: undefined } })
}

type Raw = (input: unknown) => Promise<unknown>

function rawOf(requests: Requests, name: string): Raw {
  return Reflect.get(requests, name) as Raw
}

/** The same requests, where that verb tells its input and does nothing. */
function capturing(requests: Requests, name: string, tell: (input: object) => void): Requests {
  return { ...requests, [name]: async (input: object) => tell(input) }
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= longest
}

function saidBy(answer: unknown): 'yes' | 'no' {
  return Reflect.get(Object(answer), 'ok') === false ? 'no' : 'yes'
}
