import type { Pass } from '../../src/index.js'
import { moment, yesNo } from './output.js'

/** A pass as people read it. */
export function passFields(pass: Pass): readonly (readonly [string, string])[] {
  return [
    ['user', pass.userId],
    ['pass', pass.id],
    ['starts', moment(pass.startDateTime)],
    ['ends', moment(pass.endDateTime)],
    ['lifetime', `${pass.lifetimeInMinutes} minutes`],
    ['usable once', yesNo(pass.isUsableOnce)],
    ['usability', pass.usability],
    ['last used', moment(pass.lastUsedDateTime) || 'never'],
  ]
}

/** The same for scripts. Spelled out, so that no code is ever among the fields, not even masked. */
export function passJson(pass: Pass): Pass {
  const { id, userId, createdDateTime, startDateTime, endDateTime, lifetimeInMinutes, isUsableOnce } = pass
  const { isUsable, methodUsabilityReason, usability, lastUsedDateTime } = pass
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
  }
}
