import { describe, expect, it } from 'vitest'
import { aadstsError, auditActivity } from '../../../adapters/graph/index.js'
import type { SignInRefusalReason } from '../../../src/index.js'
import { minuteMs } from '../../support/clock.js'
import { createWorld, wrongCode } from '../../support/world.js'
import { graphUsers } from './graph-world.js'

const property = 'TemporaryAccessPass.TemporaryAccessPass.'

describe('aadstsError', () => {
  it('has a number for every reason', () => {
    const codes: Readonly<Record<SignInRefusalReason, number>> = {
      wrongCode: 130503,
      malformedCode: 130503,
      expired: 130504,
      oneTimeUsed: 130505,
      inRegistration: 130505,
      unknownUser: 130507,
      noPass: 130507,
      tampered: 130507,
      rolledBack: 130507,
      keyMissing: 130507,
      wrongKey: 130507,
      otherFormat: 130507,
      externalGuest: 130502,
      outOfScope: 130502,
      disabledByPolicy: 130502,
      userDisabled: 130502,
      surfaceNotAllowed: 130502,
      notYetValid: 130502,
      lockedOut: 130502,
      revoked: 130502,
    }
    for (const [reason, code] of Object.entries(codes)) {
      expect([reason, aadstsError(reason as SignInRefusalReason).code]).toEqual([reason, code])
    }
  })

  it('has the sentences of Entra', () => {
    for (const [reason, message] of [
      ['disabledByPolicy', 'Temporary Access Pass sign in was blocked due to User Credential Policy.'],
      [
        'wrongCode',
        "Your Temporary Access Pass is incorrect. If you don't know your pass, contact your administrator.",
      ],
      ['expired', 'Your Temporary Access Pass has expired. Contact your administrator to obtain a new pass.'],
      ['oneTimeUsed', 'Your one-time Temporary Access Pass has been redeemed. Contact your admin to get a new pass.'],
      ['noPass', 'An access pass could not be found or verified for the user.'],
    ] as const) {
      expect(aadstsError(reason).message).toBe(message)
    }
  })

  it('returns the same error for an unknown user and a user without a pass', () => {
    expect(aadstsError('unknownUser')).toEqual(aadstsError('noPass'))
  })
})

describe('auditActivity', () => {
  it('describes a pass that an administrator issued, with its start and end', async () => {
    const world = createWorld({ users: graphUsers })
    const before = await world.issue()
    await world.tap.passes.create({ actor: { kind: 'user', user: 'grace' }, user: 'ada', isUsableOnce: true })
    const [event] = world.events.slice(-1)
    const { id } = (await world.tap.passes.get({ actor: world.admin, user: 'ada' })) ?? {}
    expect(event && auditActivity(event)).toEqual({
      id: event?.id,
      activityDateTime: '2026-11-23T06:00:00.000Z',
      activityDisplayName: 'Admin registered security info',
      category: 'UserManagement',
      loggedByService: 'Authentication Methods',
      correlationId: event?.correlationId,
      operationType: 'Add',
      result: 'success',
      resultReason: 'Admin registered temporary access pass method for user',
      initiatedBy: { user: { id: 'grace' } },
      targetResources: [
        {
          type: 'User',
          id: 'ada',
          modifiedProperties: [
            { displayName: `${property}Id`, oldValue: before.id, newValue: id },
            { displayName: `${property}StartDateTime`, oldValue: null, newValue: '2026-11-23T06:00:00.000Z' },
            { displayName: `${property}EndTime`, oldValue: null, newValue: '2026-11-23T07:00:00.000Z' },
            { displayName: `${property}AccessPassUsage`, oldValue: null, newValue: 'Single' },
          ],
        },
      ],
    })
  })

  it('distinguishes administrators from applications and from the user', async () => {
    const world = createWorld({ users: graphUsers })
    await world.issue()
    expect(lastOf(world.events)).toMatchObject({
      activityDisplayName: 'User registered security info',
      resultReason: 'User registered temporary access pass method',
      initiatedBy: { app: { appId: 'help-desk' } },
      targetResources: [{ modifiedProperties: [{}, {}, {}, { newValue: 'Multiple' }] }],
    })
    for (const [actor, activityDisplayName, resultReason] of [
      ['grace', 'Admin deleted security info', 'Admin deleted temporary access pass method for user'],
      ['ada', 'User deleted security info', 'User deleted temporary access pass method'],
    ] as const) {
      const { id } = await world.issue()
      await world.tap.passes.delete({ actor: { kind: 'user', user: actor }, user: 'ada' })
      expect(lastOf(world.events)).toMatchObject({
        activityDisplayName,
        resultReason,
        operationType: 'Delete',
        initiatedBy: { user: { id: actor } },
        targetResources: [
          { id: 'ada', modifiedProperties: [{ displayName: `${property}Id`, oldValue: id, newValue: null }] },
        ],
      })
    }
  })

  it('is undefined for every other event, and never contains a code', async () => {
    const world = createWorld({ users: graphUsers })
    const { temporaryAccessPass } = await world.issue()
    await world.enter(wrongCode)
    await world.enter(temporaryAccessPass)
    world.clock.advance(minuteMs)
    await world.tap.policy.get({ actor: world.admin })
    const entries = world.events.map((event) => auditActivity(event))
    expect(entries.map((entry) => entry !== undefined)).toEqual([true, false, false, false])
    expect(JSON.stringify(entries)).not.toContain(temporaryAccessPass)
  })
})

function lastOf(events: ReturnType<typeof createWorld>['events']): unknown {
  const event = events.at(-1)
  return event && auditActivity(event)
}
