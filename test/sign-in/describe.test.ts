import { describe, expect, it } from 'vitest'
import { surfaceRules } from '../../src/core/sign-in/surfaces.js'
import { minuteMs } from '../support/clock.js'
import { createSignedIn, many, once, outcomeOf, passkey, signIn } from '../support/signed-in.js'

const everyone = { targetType: 'group', id: 'all_users' } as const

describe('the description of a sign-in', () => {
  it('names user, pass, surface and time', async () => {
    const { passId, clock, result } = await createSignedIn()
    expect(result.signIn).toEqual({
      tenantId: 'default',
      userId: 'ada',
      passId,
      isUsableOnce: true,
      authenticatedAt: new Date(clock.now()),
      notAfter: new Date(clock.now() + 60 * minuteMs),
      registrationDeadline: new Date(clock.now() + 10 * minuteMs),
      surface: 'browser',
      amr: ['otp', 'temporary-access-pass'],
      acr: 'aal1',
      allowedActions: ['registerPasskey', 'registerAuthenticatorApp', 'replaceCredential', 'signOut'],
      requiredActions: [],
      isSecondCredentialRecommended: true,
    })
  })

  it.each([1, 10, 60])(
    'has a registration window of %i minutes, from the sign-in and not from the issue',
    async (length) => {
      const world = await createSignedIn({ policy: { registrationWindowInMinutes: length } }, many)
      const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true, lifetimeInMinutes: 480 })
      world.clock.advance(90 * minuteMs)
      const { registrationDeadline } = (await signIn(world.tap, code)).signIn
      expect(registrationDeadline?.getTime()).toBe(world.clock.now() + length * minuteMs)
    },
  )

  it('contains the directory id, whatever name was typed', async () => {
    const { result } = await createSignedIn({}, once, { user: 'ADA@Example.com' })
    expect(result.signIn.userId).toBe('ada')
  })
})

describe('the interruption to register', () => {
  it.each(Object.keys(surfaceRules) as (keyof typeof surfaceRules)[])(
    'applies in a browser only: %s',
    async (surface) => {
      const policy = { registrationTargets: [everyone] }
      const surfaces = { [surface]: 'accepted' } as const
      const { result } = await createSignedIn({ policy, surfaces }, once, { surface })
      expect(result.signIn.requiredActions).toEqual(surface === 'browser' ? ['interruptRegistration'] : [])
    },
  )

  it('applies to the users and groups that the policy targets', async () => {
    const users = [{ id: 'ada', isEnabled: true, groups: ['staff'] }]
    const actions = async (targetType: 'user' | 'group', id: string) => {
      const policy = { registrationTargets: [{ targetType, id }] }
      return (await createSignedIn({ users, policy })).result.signIn.requiredActions
    }
    expect(await actions('user', 'ada')).toEqual(['interruptRegistration'])
    expect(await actions('group', 'staff')).toEqual(['interruptRegistration'])
    expect(await actions('user', 'bob')).toEqual([])
    expect(await actions('group', 'guests')).toEqual([])
  })

  it('ends with the first credential, and the recommendation of a second with the second', async () => {
    const world = await createSignedIn({ policy: { registrationTargets: [everyone] } }, many)
    const next = async (number: number) => {
      const { grant, signIn: before } = await signIn(world.tap, world.code)
      expect(outcomeOf(await world.tap.registrations.complete({ grant, credential: passkey(number) }))).toBe('ok')
      return before
    }
    expect(await next(1)).toMatchObject({
      requiredActions: ['interruptRegistration'],
      isSecondCredentialRecommended: true,
    })
    expect(await next(2)).toMatchObject({ requiredActions: [], isSecondCredentialRecommended: true })
    expect(await next(3)).toMatchObject({ requiredActions: [], isSecondCredentialRecommended: false })
  })

  it('starts again with the next pass', async () => {
    const world = await createSignedIn({ policy: { registrationTargets: [everyone] } })
    await world.tap.registrations.complete({ grant: world.result.grant, credential: passkey() })
    const { temporaryAccessPass: code } = await world.issue()
    const { signIn: described } = await signIn(world.tap, code)
    expect(described).toMatchObject({ requiredActions: ['interruptRegistration'], isSecondCredentialRecommended: true })
  })
})
