import { describe, expect, it } from 'vitest'
import type { SignInInput } from '../../src/core/sign-in/sign-in.js'
import { surfaceRules } from '../../src/core/sign-in/surfaces.js'
import { InvalidInputError } from '../../src/errors.js'
import { hashBinding } from '../../src/kernel/client-binding.js'
import { readCircumstances } from '../../src/kernel/sign-in-input.js'
import { createWorld } from '../support/world.js'

const bad: readonly (readonly [field: string, value: unknown])[] = [
  ['surface', 'kiosk'],
  ['surface', 'toString'],
  ['surface', 7],
  ['clientBinding', ''],
  ['clientBinding', 'x'.repeat(1_025)],
  ['clientBinding', '\ud800'],
  ['clientBinding', 7],
  ['attemptId', 'x'.repeat(15)],
  ['attemptId', 'x'.repeat(129)],
  ['priorAmr', 'pwd'],
  ['priorAmr', new Array(17).fill('pwd')],
  ['priorAmr[0]', ['']],
  ['priorAmr[0]', ['two words']],
  ['priorAmr[0]', ['x'.repeat(65)]],
  ['sessionCeiling', new Date(Number.NaN)],
  ['sessionCeiling', '2030-01-01T00:00:00Z'],
]

describe('what the host application passes to a sign-in', () => {
  it.each(bad)('is refused before any comparison, by its field %s: %j', async (field, value) => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
    const said = { [field.replace('[0]', '')]: value }
    const failure = await world.tap.signIn({ user: 'ada', code, ...said } as SignInInput).catch((error) => error)
    expect(failure).toBeInstanceOf(InvalidInputError)
    expect(failure.issues).toMatchObject([{ field }])
    expect(world.events.at(-1)).toMatchObject({ type: 'call.failed', details: { call: 'signIn' } })
    expect(await world.enter(code)).toBe('signedIn')
  })

  it('is refused by the name of a field that does not exist, also beside a right code', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    for (const input of [
      { user: 'ada', passcode: code },
      { user: 'ada', code, csrf: 'x' },
    ]) {
      const failure = await world.tap.signIn(input as unknown as SignInInput).catch((error) => error)
      expect(failure).toBeInstanceOf(InvalidInputError)
      expect(failure.issues).toMatchObject([{ code: 'unknownField', field: 'code' in input ? 'csrf' : 'passcode' }])
      expect(String(failure)).not.toContain(code)
    }
    expect(await world.row()).toMatchObject({ body: expect.stringContaining('"consecutive":0') })
  })

  it('is refused without an object, which a missing body parser causes', async () => {
    const { tap } = createWorld()
    for (const input of [undefined, null, 'user=ada'])
      await expect(tap.signIn(input as never)).rejects.toBeInstanceOf(InvalidInputError)
  })

  it('is a browser without further circumstances by default', () => {
    expect(readCircumstances({}, 'default')).toEqual({
      tenantId: 'default',
      surface: 'browser',
      clientBinding: undefined,
      attemptId: undefined,
      priorAmr: [],
      sessionCeilingMs: undefined,
    })
  })

  it('may be at its bounds', () => {
    for (const surface of Object.keys(surfaceRules)) expect(readCircumstances({ surface }, 't').surface).toBe(surface)
    const longest = { clientBinding: 'x'.repeat(1_024), attemptId: 'x'.repeat(128) }
    const priorAmr = new Array(16).fill('~'.repeat(64))
    expect(readCircumstances({ ...longest, priorAmr, sessionCeiling: new Date(0) }, 't')).toMatchObject({
      priorAmr,
      sessionCeilingMs: 0,
    })
  })
})

describe('a client binding', () => {
  it('is stored as a hash, different in every tenant, and is never an attempt id', async () => {
    expect(hashBinding('home', 'session-id')).not.toBe(hashBinding('other', 'session-id'))
    const same = 'x'.repeat(16)
    const { clientBinding, attemptId } = readCircumstances({ clientBinding: same, attemptId: same }, 'home')
    expect(clientBinding).toBe(hashBinding('home', same))
    expect(clientBinding).not.toBe(attemptId)
    expect(readCircumstances({}, 'home').clientBinding).toBeUndefined()
  })

  it('is neither in the store nor in an event', async () => {
    const world = createWorld()
    const { temporaryAccessPass: code } = await world.issue()
    const secrets = { clientBinding: 'session-of-ada', attemptId: 'press-of-the-button' }
    expect(await world.tap.signIn({ user: 'ada', code, ...secrets })).toMatchObject({ ok: true })
    const kept = JSON.stringify([await world.row(), world.events])
    for (const secret of Object.values(secrets)) expect(kept).not.toContain(secret)
  })
})
