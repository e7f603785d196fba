import { millisecondsInMinute } from 'date-fns/constants'
import type { DirectoryUser } from '../../ports/directory.js'
import { messageText } from '../message/english.js'
import type { Pass } from './pass.js'
import type { PassRecord } from './record.js'
import type { Circumstances } from './usability.js'
import { graphReason, usabilityOf } from './usability.js'

/** Returns the public view of a stored pass at this moment. */
export function describePass(userId: string, pass: PassRecord, circumstances: Circumstances): Pass {
  const usability = usabilityOf(pass, circumstances)
  return {
    id: pass.id,
    userId,
    createdDateTime: new Date(pass.createdAtMs),
    startDateTime: new Date(pass.startAtMs),
    endDateTime: new Date(pass.endAtMs),
    lifetimeInMinutes: (pass.endAtMs - pass.startAtMs) / millisecondsInMinute,
    isUsableOnce: pass.isUsableOnce,
    isUsable: usability === 'usable' || usability === 'inRegistration',
    methodUsabilityReason: graphReason(usability),
    usability,
    lastUsedDateTime: pass.lastUsedAtMs === undefined ? undefined : new Date(pass.lastUsedAtMs),
    warnings: usability === 'userDisabled' ? [userDisabled] : [],
  }
}

/** Returns what the administrator should know about a pass that this user would get. */
export function warningsAbout(user: DirectoryUser): Pass['warnings'] {
  return user.isEnabled ? [] : [userDisabled]
}

const userDisabled: Pass['warnings'][number] = Object.freeze({
  code: 'userDisabled',
  ...messageText('warning.userDisabled'),
})
