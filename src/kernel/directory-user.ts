import type { AddressFault } from '../core/directory/addresses.js'
import { addressFault } from '../core/directory/addresses.js'
import type { UserType } from '../core/directory/words.js'
import { userTypes } from '../core/directory/words.js'
import { cleanText } from '../core/event/clean-text.js'
import type { EventDetails } from '../core/event/event.js'
import { describeShape } from '../core/input/describe.js'
import { isId } from '../core/input/id.js'
import { maxIdLength } from '../core/input/limits.js'
import { readMember } from '../core/input/own-fields.js'
import { messageText } from '../core/message/english.js'
import type { MessageText } from '../core/message/message-text.js'
import type { Address, DirectoryUser } from '../ports/directory.js'
import { PortProblem } from './port-failure.js'

/** What was left out of a directory entry, because no access depends on it. It holds no value of the entry. */
export type DirectoryFault =
  | { readonly field: IgnorableField }
  | { readonly channel: string | undefined; readonly reason: AddressFault }

type IgnorableField = EventDetails['directory.fieldIgnored']['field']

const faults = new WeakMap<DirectoryUser, DirectoryFault>()
const maxChannelLength = 64

/**
 * Reads what `findUser` returned. A wrong value that decides on access fails the call: no value would be safe for every
 * authorizer. Every other wrong value is left out, as if the directory did not know it.
 *
 * @throws {@link PortProblem}
 */
export function checkedUser(result: unknown): DirectoryUser | undefined {
  // Many databases return null for an absent row.
  if (result === undefined || result === null) return undefined
  if (!isObject(result)) throw new PortProblem(messageText('port.findUser', { given: describeShape(result) }))
  const found: DirectoryFault[] = []
  const user = { ...readAccess(result), ...readContact(result, found) }
  if (found[0]) faults.set(user, found[0])
  return user
}

/** Returns the first value of the user's directory entry that was left out. */
export function directoryFault(user: DirectoryUser): DirectoryFault | undefined {
  return faults.get(user)
}

type AccessField = 'id' | 'isEnabled' | 'incarnation' | 'type' | 'roles' | 'groups' | 'isRestricted'
type UnknownFields = { readonly [name: string]: unknown }
type Guard<T> = (value: unknown) => value is T

const accessFields = ['id', 'isEnabled', 'incarnation', 'type', 'roles', 'groups', 'isRestricted'] as const

function readAccess(result: UnknownFields): Pick<DirectoryUser, AccessField> {
  const [id, isEnabled, incarnation, type, roles, groups, isRestricted] = accessFields.map((name) =>
    readMember(result, name),
  )
  if (!isIdText(id)) {
    throw new PortProblem(messageText('port.findUser.id', { maximum: maxIdLength, given: describeShape(id) }))
  }
  return {
    id,
    isEnabled: required('isEnabled', isEnabled, isFlag, flagExpected),
    incarnation: optional('incarnation', incarnation, isIdText, idTextExpected),
    type: optional('type', type, isUserType, userTypeExpected),
    roles: optional('roles', roles, isTexts, textsExpected),
    groups: optional('groups', groups, isTexts, textsExpected),
    isRestricted: optional('isRestricted', isRestricted, isFlag, flagExpected),
  }
}

function readContact(result: UnknownFields, found: DirectoryFault[]): Omit<DirectoryUser, AccessField> {
  const orNone = <T>(field: IgnorableField, is: Guard<T>): T | undefined => {
    const value = readMember(result, field)
    if (value === undefined || value === null) return undefined
    if (is(value)) return value
    found.push({ field })
    return undefined
  }
  return {
    userPrincipalName: orNone('userPrincipalName', isText),
    displayName: orNone('displayName', isText),
    employeeId: orNone('employeeId', isText),
    managerId: orNone('managerId', isIdText),
    delegateId: orNone('delegateId', isIdText),
    isAway: orNone('isAway', isFlag),
    addresses: orNone('addresses', isList)?.flatMap((entry) => readAddress(entry, found)),
  }
}

function readAddress(entry: unknown, found: DirectoryFault[]): readonly Address[] {
  const [channel, value] = isObject(entry) ? [readMember(entry, 'channel'), readMember(entry, 'value')] : []
  if (!isText(channel) || channel === '' || !isText(value)) {
    found.push({ channel: undefined, reason: 'malformed' })
    return []
  }
  const reason = addressFault(channel, value)
  if (reason === undefined) return [{ channel, value }]
  found.push({ channel: cleanText(channel, maxChannelLength), reason })
  return []
}

const flagExpected = messageText('expected.boolean')
const textsExpected = messageText('expected.texts')
const idTextExpected = messageText('expected.text', { maximum: maxIdLength })
const userTypeExpected = messageText('expected.choice', { choices: userTypes.join(', ') })

function optional<T>(field: AccessField, value: unknown, is: Guard<T>, expected: MessageText): T | undefined {
  return value === undefined || value === null ? undefined : required(field, value, is, expected)
}

function required<T>(field: AccessField, value: unknown, is: Guard<T>, expected: MessageText): T {
  if (is(value)) return value
  throw new PortProblem(messageText('port.findUser.field', { field, expected, given: given(value) }))
}

/** Names the entry that is wrong, because the type of the list is right. */
function given(value: unknown): MessageText {
  const isWrongEntry = Array.isArray(value) && value.length > 0
  if (!isWrongEntry) return describeShape(value)
  return messageText('value.listWith', { entry: describeShape(value.find((entry) => !isText(entry))) })
}

function isObject(value: unknown): value is UnknownFields {
  return typeof value === 'object' && value !== null
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isIdText(value: unknown): value is string {
  return isText(value) && isId(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return isList(value) && value.every(isText)
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isUserType(value: unknown): value is UserType {
  return userTypes.some((type) => type === value)
}
