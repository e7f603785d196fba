import type { IssuedPass } from '../../src/core/pass/pass.js'
import type { PolicyPatch } from '../../src/core/policy/policy.js'
import type { SignInInput, SignInRefusalReason } from '../../src/core/sign-in/sign-in.js'
import { minuteMs } from '../support/clock.js'
import { passkey, signIn } from '../support/signed-in.js'
import type { World } from '../support/world.js'
import { admin, wrongCode } from '../support/world.js'

/** An arrangement in which Ada's sign-in is refused, although her code is right or was once. */
export interface Situation {
  readonly name: string
  readonly reason: SignInRefusalReason
  /** The user name that is typed. Default: Ada's. */
  readonly user?: string | undefined
  /** Further input of the sign-in. */
  readonly input?: Partial<SignInInput> | undefined
  arrange(world: World): Promise<string>
}

/** A lockout after 3 wrong codes, a revocation after 4. */
export const strict: PolicyPatch = { wrongCodesBeforeLockout: 3, wrongCodesBeforeRevocation: 4 }

const byPolicy = (patch: PolicyPatch) => async (world: World) => {
  const { temporaryAccessPass: code } = await world.issue()
  await world.tap.policy.update({ actor: admin, patch })
  return code
}

/** Every refusal reason except `wrongCode` and `malformedCode`, most of them in several ways. None accepts a code. */
export const situations: readonly Situation[] = [
  { name: 'the user is unknown', reason: 'unknownUser', user: 'eve', arrange: async () => wrongCode },
  { name: 'the user never had a pass', reason: 'noPass', arrange: async () => wrongCode },
  {
    name: 'the pass was deleted',
    reason: 'noPass',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      await world.tap.passes.delete({ actor: admin, user: 'ada' })
      return code
    },
  },
  {
    name: 'another user had the id before',
    reason: 'noPass',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      alterAda(world, { incarnation: 'second' })
      return code
    },
  },
  {
    name: 'the pass was edited in the database',
    reason: 'tampered',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      const row = await world.row()
      if (!row) throw new Error('No row')
      const key = { tenantId: 'default', kind: 'user', id: 'ada' }
      await world.store.compareAndSet(key, row.revision, { ...row, body: `${row.body} ` })
      return code
    },
  },
  {
    name: 'an older row was put back',
    reason: 'rolledBack',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      const older = await world.row()
      await world.enter(wrongCode)
      const row = await world.row()
      const key = { tenantId: 'default', kind: 'user', id: 'ada' }
      await world.store.compareAndSet(key, row?.revision ?? null, older ?? null)
      return code
    },
  },
  {
    name: 'the guest has no pass',
    reason: 'externalGuest',
    arrange: async (world) => {
      alterAda(world, { type: 'externalGuest' })
      return wrongCode
    },
  },
  {
    name: 'the user became a guest',
    reason: 'externalGuest',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      alterAda(world, { type: 'externalGuest' })
      return code
    },
  },
  { name: 'the policy is disabled', reason: 'disabledByPolicy', arrange: byPolicy({ state: 'disabled' }) },
  { name: 'passes must be one-time now', reason: 'disabledByPolicy', arrange: byPolicy({ isUsableOnce: true }) },
  {
    name: 'the policy excludes the user',
    reason: 'outOfScope',
    arrange: byPolicy({ excludeTargets: [{ targetType: 'user', id: 'ada' }] }),
  },
  {
    name: 'the account is disabled',
    reason: 'userDisabled',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue()
      alterAda(world, { isEnabled: false })
      return code
    },
  },
  {
    name: 'the pass has not begun',
    reason: 'notYetValid',
    arrange: async (world) => {
      const startDateTime = new Date(world.clock.now() + minuteMs)
      return (await world.issue('ada', { startDateTime })).temporaryAccessPass
    },
  },
  {
    name: 'the pass has just ended',
    reason: 'expired',
    arrange: async (world) => expired(world),
  },
  {
    name: 'the pass is on record as ended',
    reason: 'expired',
    arrange: async (world) => {
      const code = await expired(world)
      await world.enter(wrongCode)
      return code
    },
  },
  {
    name: 'the one-time pass was used',
    reason: 'oneTimeUsed',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
      await world.enter(code)
      return code
    },
  },
  { name: 'a lockout is running', reason: 'lockedOut', arrange: async (world) => (await guessed(world, 3)).code },
  {
    name: 'a lockout is running, and the clock has stepped back',
    reason: 'lockedOut',
    arrange: async (world) => {
      const { code } = await guessed(world, 3)
      world.clock.advance(-minuteMs)
      return code
    },
  },
  {
    name: 'the surface accepts no pass',
    reason: 'surfaceNotAllowed',
    input: { surface: 'legacy' },
    arrange: async (world) => (await world.issue()).temporaryAccessPass,
  },
  {
    name: 'the device requires another method first',
    reason: 'surfaceNotAllowed',
    input: { surface: 'joinedDevice', priorAmr: ['otp', 'temporary-access-pass'] },
    arrange: async (world) => (await world.issue('ada', { isUsableOnce: true })).temporaryAccessPass,
  },
  {
    name: 'another client repeats the attempt of a used pass',
    reason: 'oneTimeUsed',
    input: { attemptId: 'press-of-the-button', clientBinding: 'browser-2' },
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await world.issue('ada', { isUsableOnce: true })
      await signIn(world.tap, code, { attemptId: 'press-of-the-button', clientBinding: 'browser-1' })
      return code
    },
  },
  {
    name: 'a registration spent the pass',
    reason: 'oneTimeUsed',
    arrange: async (world) => {
      const { temporaryAccessPass: code } = await registering(world)
      const { grant } = await signIn(world.tap, code)
      await world.tap.registrations.complete({ grant, credential: passkey() })
      return code
    },
  },
  {
    name: 'the pass was revoked',
    reason: 'revoked',
    arrange: async (world) => {
      const { code } = await guessed(world, 3)
      world.clock.advance(minuteMs)
      await world.enter(wrongCode)
      return code
    },
  },
]

/** While another client registers, a code is compared, so that guesses count, but no code is accepted. */
export const whileRegistering: Situation = {
  name: 'another client is registering',
  reason: 'inRegistration',
  input: { clientBinding: 'browser-2' },
  arrange: async (world) => {
    const { temporaryAccessPass: code } = await registering(world)
    await signIn(world.tap, code, { clientBinding: 'browser-1' })
    return code
  },
}

async function registering(world: World): Promise<IssuedPass> {
  await world.tap.policy.update({ actor: admin, patch: { spendOn: 'registration' } })
  return world.issue('ada', { isUsableOnce: true })
}

/** Creates a usable pass and tries the given number of wrong codes on it. */
export async function guessed(
  world: World,
  times: number,
): Promise<{ readonly pass: IssuedPass; readonly code: string }> {
  const pass = await world.issue()
  for (let wrong = 0; wrong < times; wrong += 1) await world.enter(wrongCode)
  return { pass, code: pass.temporaryAccessPass }
}

async function expired(world: World): Promise<string> {
  const { temporaryAccessPass: code, endDateTime } = await world.issue()
  world.clock.set(endDateTime.getTime())
  return code
}

function alterAda({ users }: World, change: object): void {
  users.set('ada', { id: 'ada', isEnabled: true, ...users.get('ada'), ...change })
}
