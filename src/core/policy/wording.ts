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
import { messageText } from '../message/english.js'
import { policyBounds } from './bounds.js'
import { policyChoices } from './choices.js'
import { maxDualControlTargets, maxTypes } from './schema.js'

type Expectations = Wording['expected']

const ofCredentialType = { minimum: 1, maximum: maxCredentialTypeLength }
const ofAcr = { minimum: 1, maximum: maxAcrLength }

/** What each field of a policy must be. */
export const policyWording: Wording = {
  name: 'patch',
  isPrefixed: false,
  expected: {
    '': { expected: messageText('expected.patch') },
    state: choiceExpected(policyChoices.state),
    isUsableOnce: booleanExpected,
    alphabet: choiceExpected(policyChoices.alphabet),
    spendOn: choiceExpected(policyChoices.spendOn),
    countsAs: choiceExpected(policyChoices.countsAs),
    ...targets('includeTargets'),
    ...targets('excludeTargets'),
    ...targets('registrationTargets'),
    trustedTenants: listExpected('tenantIds'),
    'trustedTenants[]': idExpected,
    registrableCredentials: { expected: messageText('expected.registrableCredentials') },
    'registrableCredentials.types': listExpected('credentialTypes', 1, maxTypes),
    'registrableCredentials.types[]': {
      expected: messageText('expected.credentialType', ofCredentialType),
      ...ofCredentialType,
    },
    'registrableCredentials.aaguids': listExpected('guids', 1),
    'registrableCredentials.aaguids[]': guidExpected,
    issuing: { expected: messageText('expected.issuing') },
    'issuing.isJustificationRequired': booleanExpected,
    'issuing.isTicketRequired': booleanExpected,
    'issuing.isSelfIssueAllowed': booleanExpected,
    'issuing.isDisabledUserAllowed': booleanExpected,
    ...targets('issuing.dualControl'),
    'issuing.dualControl': listExpected('targets', 0, maxDualControlTargets),
    'issuing.dualControl[]': { expected: messageText('expected.dualControlTarget') },
    'issuing.dualControl[].targetType': choiceExpected([...policyChoices.targetType, 'privileged']),
    'issuing.acr': { expected: messageText('expected.acr', ofAcr), ...ofAcr },
    'issuing.maximumPerHour': { expected: messageText('expected.issuingLimits') },
    ...numbers(),
  },
}

function targets(field: string): Expectations {
  return {
    [field]: listExpected('targets'),
    [`${field}[]`]: { expected: messageText('expected.target') },
    [`${field}[].targetType`]: choiceExpected(policyChoices.targetType),
    [`${field}[].id`]: idExpected,
  }
}

function numbers(): Expectations {
  return Object.fromEntries(
    Object.entries(policyBounds).map(([field, { minimum, maximum, unit }]) => [
      field,
      quantityExpected(unit === 'wrong codes' ? 'wrongCodes' : unit, minimum, maximum),
    ]),
  )
}
