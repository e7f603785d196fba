import type { UserType } from '../core/directory/words.js'
import { deliveryChannels, userTypes } from '../core/directory/words.js'
import { isId } from '../core/input/id.js'
import type { Address, DirectoryUser } from '../ports/directory.js'
import type { ScannedPage, StoredDocument } from '../ports/store.js'

/** What a store read, or a `TypeError`: a wrong answer must not pass for an absent document. */
export function checkedDocuments(answer: unknown, count: number): readonly (StoredDocument | undefined)[] {
  if (!Array.isArray(answer) || answer.length !== count) throw new TypeError('read must answer one entry for each key')
  for (const entry of answer) {
    if (entry !== undefined && !isDocument(entry)) throw new TypeError('read must answer documents or undefined')
  }
  return answer
}

export function checkedPage(answer: unknown): ScannedPage {
  if (!isObject(answer) || !Array.isArray(answer['entries'])) throw new TypeError('scan must answer entries')
  const { entries, cursor } = answer
  for (const entry of entries) {
    if (!isObject(entry) || !isObject(entry['key']) || !isDocument(entry['document'])) {
      throw new TypeError('scan must answer keys with their documents')
    }
  }
  if (cursor !== undefined && typeof cursor !== 'string') throw new TypeError('scan must answer a text as cursor')
  return { entries, cursor }
}

/** Who the directory says it is, read once. */
export function checkedUser(answer: unknown): DirectoryUser | undefined {
  // Many databases say null for nobody.
  if (answer === undefined || answer === null) return undefined
  if (!isObject(answer)) throw new TypeError('findUser must answer a user or undefined')
  const { id, isEnabled, incarnation, type, roles, groups, isRestricted, userPrincipalName, displayName } = answer
  const { employeeId, managerId, delegateId, isAway, addresses } = answer
  if (typeof id !== 'string' || !isId(id)) throw new TypeError('findUser must answer an id of 1 to 512 characters')
  if (typeof isEnabled !== 'boolean') throw new TypeError('findUser must answer isEnabled as true or false')
  return {
    id,
    isEnabled,
    incarnation: optional(incarnation, isShortText, 'incarnation'),
    type: optional(type, isUserType, 'type'),
    roles: optional(roles, isTexts, 'roles'),
    groups: optional(groups, isTexts, 'groups'),
    isRestricted: optional(isRestricted, isFlag, 'isRestricted'),
    userPrincipalName: optional(userPrincipalName, isText, 'userPrincipalName'),
    displayName: optional(displayName, isText, 'displayName'),
    employeeId: optional(employeeId, isText, 'employeeId'),
    managerId: optional(managerId, isShortText, 'managerId'),
    delegateId: optional(delegateId, isShortText, 'delegateId'),
    isAway: optional(isAway, isFlag, 'isAway'),
    addresses: optional(addresses, isAddresses, 'addresses')?.map(({ channel, value }) => ({ channel, value })),
  }
}

/** Without the time nothing can be decided. */
export function checkedInstant(answer: unknown): number {
  const latestDate = 8.64e15
  if (typeof answer !== 'number' || !(Math.abs(answer) <= latestDate / 2)) {
    throw new RangeError('clock: must answer milliseconds since the Unix epoch')
  }
  return Math.floor(answer)
}

type UnknownFields = { readonly [name: string]: unknown }

function isObject(value: unknown): value is UnknownFields {
  return typeof value === 'object' && value !== null
}

function isDocument(value: unknown): value is StoredDocument {
  if (!isObject(value)) return false
  const { revision, body, seal, retainUntilMs } = value
  return isText(revision) && isText(body) && isText(seal) && (retainUntilMs === null || Number.isFinite(retainUntilMs))
}

function optional<T>(value: unknown, is: (value: unknown) => value is T, field: string): T | undefined {
  if (value === undefined || value === null) return undefined
  if (!is(value)) throw new TypeError(`findUser answered a ${field} of the wrong type`)
  return value
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isShortText(value: unknown): value is string {
  return isText(value) && isId(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

function isAddresses(value: unknown): value is readonly Address[] {
  return Array.isArray(value) && value.every((entry) => isObject(entry) && isAddress(entry))
}

function isAddress({ channel, value }: UnknownFields): boolean {
  return isOneOf(deliveryChannels, channel) && isText(value) && value !== ''
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isUserType(value: unknown): value is UserType {
  return isOneOf(userTypes, value)
}

function isOneOf(words: readonly unknown[], value: unknown): boolean {
  return words.includes(value)
}
