import {
  booleanExpected,
  choiceExpected,
  guidExpected,
  idExpected,
  listExpected,
  quantityExpected,
} from '../input/expectations.js'
import type { Wording } from '../input/issues.js'
import { maxAcrLength, maxCredentialTypeLength } from '../input/limits.js'
import { policyBounds } from './bounds.js'
import { policyChoices } from './choices.js'
import { maxDualControlTargets, maxTypes } from './schema.js'

type Expectations = Wording['expected']

/** What each field of a policy must be. */
export const policyWording: Wording = {
  name: 'patch',
  isPrefixed: false,
  expected: {
    '': { text: 'an object with the fields to change' },
    state: choiceExpected(policyChoices.state),
    isUsableOnce: booleanExpected,
    alphabet: choiceExpected(policyChoices.alphabet),
    spendOn: choiceExpected(policyChoices.spendOn),
    countsAs: choiceExpected(policyChoices.countsAs),
    ...targets('includeTargets'),
    ...targets('excludeTargets'),
    ...targets('registrationTargets'),
    trustedTenants: listExpected('tenant ids'),
    'trustedTenants[]': idExpected,
    registrableCredentials: { text: 'an object with types, maximum and optional aaguids' },
    'registrableCredentials.types': listExpected('types of credential', 1, maxTypes),
    'registrableCredentials.types[]': {
      text: `text of 1 to ${maxCredentialTypeLength} well-formed characters, unlike the others`,
      minimum: 1,
      maximum: maxCredentialTypeLength,
    },
    'registrableCredentials.aaguids': listExpected('GUIDs', 1),
    'registrableCredentials.aaguids[]': guidExpected,
    issuing: { text: 'an object with all rules for issuing' },
    'issuing.isJustificationRequired': booleanExpected,
    'issuing.isTicketRequired': booleanExpected,
    'issuing.isSelfIssueAllowed': booleanExpected,
    ...targets('issuing.dualControl'),
    'issuing.dualControl': listExpected('targets', 0, maxDualControlTargets),
    'issuing.dualControl[]': { text: 'a target with targetType, and with id unless targetType is "privileged"' },
    'issuing.dualControl[].targetType': choiceExpected([...policyChoices.targetType, 'privileged']),
    'issuing.acr': {
      text: `1 to ${maxAcrLength} printable ASCII characters without spaces, or left out`,
      minimum: 1,
      maximum: maxAcrLength,
    },
    'issuing.maximumPerHour': { text: 'an object with optional actor, user and tenant' },
    ...numbers(),
  },
}

function targets(field: string): Expectations {
  return {
    [field]: listExpected('targets'),
    [`${field}[]`]: { text: 'a target with targetType and id' },
    [`${field}[].targetType`]: choiceExpected(policyChoices.targetType),
    [`${field}[].id`]: idExpected,
  }
}

function numbers(): Expectations {
  return Object.fromEntries(
    Object.entries(policyBounds).map(([field, { minimum, maximum, unit }]) => [
      field,
      quantityExpected(unit, minimum, maximum),
    ]),
  )
}
