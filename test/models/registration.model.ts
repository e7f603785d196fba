import { minuteMs } from '../support/clock.js'

/** Everything about one user that grants depend on. */
export interface RegistrationModel {
  nowMs: number
  pass: ModelPass | undefined
  readonly signIns: ModelSignIn[]
  registrations: { readonly id: string; readonly pass: ModelPass; readonly signIn: ModelSignIn }[]
  isUserEnabled: boolean
  isPolicyEnabled: boolean
}

export interface ModelPass {
  readonly isUsableOnce: boolean
  readonly spendOn: 'signIn' | 'registration'
  readonly endMs: number
  isSpent: boolean
  wrongCodes: number
  latest: ModelSignIn | undefined
}

export interface ModelSignIn {
  readonly pass: ModelPass
  readonly client: string | undefined
  readonly deadlineMs: number
}

const windowMs: number = 10 * minuteMs
export const maximum = 2

export function signIn(model: RegistrationModel, client: string | undefined): string {
  const { pass, nowMs } = model
  const objection = objectionToSignIn(model, client)
  if (objection || !pass) return objection ?? 'noPass'
  const deadlineMs = pass.isUsableOnce ? Math.min(nowMs + windowMs, pass.endMs) : pass.endMs
  pass.latest = { pass, client, deadlineMs }
  pass.isSpent = pass.isUsableOnce && pass.spendOn === 'signIn'
  model.signIns.push(pass.latest)
  return 'signedIn'
}

/** Whether a code is compared now. A running registration does not prevent it. */
export function isCompared(model: RegistrationModel): boolean {
  return [undefined, 'inRegistration'].includes(objectionToSignIn(model, undefined))
}

function objectionToSignIn({ pass, nowMs, ...model }: RegistrationModel, client: string | undefined) {
  if (!pass) return 'noPass'
  if (pass.isSpent) return 'oneTimeUsed'
  if (nowMs >= pass.endMs) return 'expired'
  if (!model.isUserEnabled) return 'userDisabled'
  if (!model.isPolicyEnabled) return 'disabledByPolicy'
  const { latest } = pass
  const isTaken = pass.isUsableOnce && latest !== undefined && nowMs < latest.deadlineMs
  return isTaken && latest.client !== undefined && latest.client !== client ? 'inRegistration' : undefined
}

export function verify(
  model: RegistrationModel,
  signIn: ModelSignIn,
  client: string | undefined,
  isRegistering: boolean,
) {
  const { nowMs } = model
  const { pass } = signIn
  if (nowMs >= pass.endMs) return 'expired'
  if (signIn.client !== undefined && signIn.client !== client) return 'wrongClient'
  if (isRegistering && nowMs >= signIn.deadlineMs) return 'expired'
  if (!model.isUserEnabled) return 'userDisabled'
  if (!model.pass) return 'deleted'
  if (model.pass !== pass) return 'replaced'
  if (!model.isPolicyEnabled) return 'disabledByPolicy'
  return pass.isUsableOnce && pass.latest !== signIn ? 'superseded' : 'ok'
}

export function complete(
  model: RegistrationModel,
  signIn: ModelSignIn,
  client: string | undefined,
  id: string,
): string {
  const verified = verify(model, signIn, client, true)
  if (verified !== 'ok') return verified
  const { pass } = signIn
  const ofPass = model.registrations.filter((record) => record.pass === pass)
  const known = ofPass.find((record) => record.id === id)
  if (known) return known.signIn === signIn ? 'ok' : 'alreadyCompleted'
  if (ofPass.length >= maximum) return 'alreadyCompleted'
  model.registrations.push({ id, pass, signIn })
  pass.isSpent = pass.isUsableOnce
  return 'ok'
}

/** Returns the credentials of a cascade, or `undefined` without a pass. */
export function remove(model: RegistrationModel, cascade: boolean): readonly string[] | undefined {
  const { pass } = model
  if (!pass) return undefined
  const taken = model.registrations.filter((record) => cascade && record.pass === pass)
  model.registrations = model.registrations.filter((record) => !taken.includes(record))
  model.pass = undefined
  return taken.map(({ id }) => id)
}
