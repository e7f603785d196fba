import type { Pass } from '../../src/index.js'
import { moment, yesNo } from './output.js'

export function shownPassFields(pass: Pass): readonly (readonly [string, string])[] {
  return [
    ['user', pass.userId],
    ['pass', pass.id],
    ['starts', moment(pass.startDateTime)],
    ['ends', moment(pass.endDateTime)],
    ['lifetime', `${pass.lifetimeInMinutes} minutes`],
    ['usable once', yesNo(pass.isUsableOnce)],
    ['usability', pass.usability],
    ['last used', moment(pass.lastUsedDateTime) || 'never'],
    ...pass.warnings.map(({ message }) => ['warning', message] as const),
  ]
}

/** Lists the fields one by one, so that the code is never among them, not even masked. */
export function passJson(pass: Pass): Pass {
  const { id, userId, createdDateTime, startDateTime, endDateTime, lifetimeInMinutes, isUsableOnce } = pass
  const { isUsable, methodUsabilityReason, usability, lastUsedDateTime, warnings } = pass
  return {
    id,
    userId,
    createdDateTime,
    startDateTime,
    endDateTime,
    lifetimeInMinutes,
    isUsableOnce,
    isUsable,
    methodUsabilityReason,
    usability,
    lastUsedDateTime,
    warnings,
  }
}
