import type { EnglishTexts } from '../english-text.js'

/** What is wrong with an input, whatever the policy. Read after the name of the field; `given` is never a secret. */
export const inputIssueTexts: EnglishTexts<'input' | 'http' | 'graph'> = {
  'input.issue': '{field}: {issue}',
  'input.unknownField': 'is not a known field',
  'input.required': 'is required',
  'input.mustBe': 'must be {expected}',
  'input.expected': 'must be {expected}, not {given}',
  'input.boolean': 'must be true or false, not {given}',
  'input.date': 'must be a valid Date, not {given}',
  'input.guid': 'must be a GUID, not {given}',
  'input.choice': ({ choices, given }) => `must be ${choices.replace(/, (?="[^"]*"$)/, ' or ')}, not ${given}`,
  'input.range': 'must be a whole number from {minimum} to {maximum}, not {given}',
  'input.quantity': 'must be a whole number of {unit}, {minimum} to {maximum}, not {given}',
  'input.text': 'must be text of {minimum} to {maximum} well-formed characters, not {given}',
  'input.secretText': 'must be text of {minimum} to {maximum} well-formed characters',
  'input.list': 'must be a list of at most {maximum} {entries}, not {given}',
  'input.filledList': 'must be a list of {minimum} to {maximum} {entries}, not {given}',
  'input.order': '{value} is above {upperField}, which is {upperValue}',
  'input.cursor': 'must be a cursor that the call before returned',
  'input.rows': 'must be an array of rows, or another iterable or async iterable',
  'input.limit': 'must be a whole number from {minimum} to {maximum}',
  'input.duplicateUser': '{user} is named by an earlier row of this run; the first row counts',
  'input.twoStarts': 'must be absent if startDate is set: use one of the two',
  'input.noDeliverer': 'needs a deliverer: set the deliverer option of createTap',
  'input.noProver': 'must be one of the provers given to createRequests: {provers}',
  'input.startDate': 'must be a day of the calendar, such as "2026-12-01"',
  'input.startDateMissing':
    'must be a day of the calendar, such as "2026-12-01": startDate and timeZone are needed together',
  'input.startTime': 'must be a time of day, such as "09:00"',
  'input.timeZone':
    'must be an IANA time zone, such as "Europe/Berlin": an offset has no daylight saving time, and an abbreviation has several meanings',
  'input.timeZoneMissing':
    'must be an IANA time zone, such as "Europe/Berlin": startDate and timeZone are needed together',
  'http.unknownFields': 'has unknown fields. Allowed: {allowed}',
  'graph.unknownProperty': 'is not a property of this resource',
  'graph.lifetime': ({ minimum, maximum }) => `must be a whole number of minutes from ${minimum} to ${maximum}`,
  'graph.startWithoutTimeZone': '{issue}; it has no time zone and was read as UTC',
}
