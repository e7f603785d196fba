import type { UserType } from '../core/directory/words.js'
import { deliveryChannels, userTypes } from '../core/directory/words.js'
import { isId } from '../core/input/id.js'
import { maxIdLength } from '../core/input/limits.js'
import type { Address, DirectoryUser } from '../ports/directory.js'
import type { ScannedPage, StoredDocument } from '../ports/store.js'

/** @throws `TypeError`, because a wrong result must not look like an absent document. */
export function checkedDocuments(result: unknown, count: number): readonly (StoredDocument | undefined)[] {
  if (!Array.isArray(result) || result.length !== count)
    throw new TypeError('read must return an array with one entry for each key')
  for (const entry of result) {
    if (entry !== undefined && !isDocument(entry)) throw new TypeError('read must return documents or undefined')
  }
  return result
}

export function checkedPage(result: unknown): ScannedPage {
  if (!isObject(result) || !Array.isArray(result['entries']))
    throw new TypeError('scan must return an object with an array of entries')
  const { entries, cursor } = result
  for (const entry of entries) {
    if (!isObject(entry) || !isObject(entry['key']) || !isDocument(entry['document'])) {
      throw new TypeError('scan must return entries of a key and a document')
    }
  }
  if (cursor !== undefined && typeof cursor !== 'string')
    throw new TypeError('scan must return a cursor that is text or undefined')
  return { entries, cursor }
}

export function checkedUser(result: unknown): DirectoryUser | undefined {
  // Many databases return null for an absent row.
  if (result === undefined || result === null) return undefined
  if (!isObject(result)) throw new TypeError('findUser must return a user or undefined')
  const { id, isEnabled, incarnation, type, roles, groups, isRestricted, userPrincipalName, displayName } = result
  const { employeeId, managerId, delegateId, isAway, addresses } = result
  if (typeof id !== 'string' || !isId(id))
    throw new TypeError(`findUser must return an id of 1 to ${maxIdLength} characters`)
  if (typeof isEnabled !== 'boolean') throw new TypeError('findUser must return isEnabled as true or false')
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

export function checkedInstant(result: unknown): number {
  const latestDate = 8.64e15
  if (typeof result !== 'number' || !(Math.abs(result) <= latestDate / 2)) {
    throw new RangeError('clock must return milliseconds since the Unix epoch')
  }
  return Math.floor(result)
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
  if (!is(value)) throw new TypeError(`findUser returned a value of the wrong type for ${field}`)
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
