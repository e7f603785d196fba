import { describeChoice, readableNumber } from '../input/describe.js'
import type { Expectation, Wording } from '../input/issues.js'
import { maxAcrLength, maxCredentialTypeLength, maxIdLength } from '../input/limits.js'
import { maxListLength } from '../input/plain-copy.js'
import { policyBounds } from './bounds.js'
import { policyChoices } from './choices.js'
import { maxDualControlTargets, maxTypes } from './schema.js'

type Expectations = Wording['expected']

const yesOrNo: Expectation = { text: 'true or false' }
const id: Expectation = { text: `text of 1 to ${maxIdLength} well-formed characters`, minimum: 1, maximum: maxIdLength }

/** How the fields of a policy are spoken of when they are wrong. */
export const policyWording: Wording = {
  name: 'patch',
  isPrefixed: false,
  expected: {
    '': { text: 'an object with the fields to change' },
    state: { text: describeChoice(policyChoices.state) },
    isUsableOnce: yesOrNo,
    alphabet: { text: describeChoice(policyChoices.alphabet) },
    spendOn: { text: describeChoice(policyChoices.spendOn) },
    countsAs: { text: describeChoice(policyChoices.countsAs) },
    ...targets('includeTargets'),
    ...targets('excludeTargets'),
    ...targets('registrationTargets'),
    trustedTenants: list('tenant ids'),
    'trustedTenants[]': id,
    registrableCredentials: { text: 'an object with types and maximum, and perhaps aaguids' },
    'registrableCredentials.types': {
      text: `a list of 1 to ${maxTypes} types of credential`,
      minimum: 1,
      maximum: maxTypes,
    },
    'registrableCredentials.types[]': {
      text: `text of 1 to ${maxCredentialTypeLength} well-formed characters, unlike the others`,
      minimum: 1,
      maximum: maxCredentialTypeLength,
    },
    'registrableCredentials.aaguids': list('GUIDs, or left out for any', 1),
    'registrableCredentials.aaguids[]': { text: 'a GUID' },
    issuing: { text: 'an object with all the rules of issuing' },
    'issuing.isJustificationRequired': yesOrNo,
    'issuing.isTicketRequired': yesOrNo,
    'issuing.isSelfIssueAllowed': yesOrNo,
    ...targets('issuing.dualControl'),
    'issuing.dualControl': {
      text: `a list of at most ${maxDualControlTargets} targets`,
      minimum: 0,
      maximum: maxDualControlTargets,
    },
    'issuing.dualControl[]': { text: 'a target with targetType, and id unless it is "privileged"' },
    'issuing.dualControl[].targetType': { text: describeChoice([...policyChoices.targetType, 'privileged']) },
    'issuing.acr': {
      text: `1 to ${maxAcrLength} printable ASCII characters without spaces, or left out`,
      minimum: 1,
      maximum: maxAcrLength,
    },
    'issuing.maximumPerHour': { text: 'an object with actor, user and tenant, each of which may be left out' },
    ...numbers(),
  },
}

function targets(field: string): Expectations {
  return {
    [field]: list('targets'),
    [`${field}[]`]: { text: 'a target with targetType and id' },
    [`${field}[].targetType`]: { text: describeChoice(policyChoices.targetType) },
    [`${field}[].id`]: id,
  }
}

function list(of: string, minimum = 0): Expectation {
  const most = readableNumber(maxListLength)
  const count = minimum === 0 ? `at most ${most}` : `${minimum} to ${most}`
  return { text: `a list of ${count} ${of}`, minimum, maximum: maxListLength }
}

function numbers(): Expectations {
  return Object.fromEntries(
    Object.entries(policyBounds).map(([field, { minimum, maximum, unit }]) => [
      field,
      {
        text: `a whole number of ${unit}, ${readableNumber(minimum)} to ${readableNumber(maximum)}`,
        minimum,
        maximum,
      },
    ]),
  )
}
