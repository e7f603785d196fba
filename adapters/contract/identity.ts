import type { StoreKey } from '../../src/ports/store.js'
import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, distinct, keyOf, readOne, sample, scanAll } from './samples.js'

/** Ids that are not quite the same, and ids that mean harm. */
export const identityCases: readonly StoreContractCase[] = [
  {
    name: 'keeps near-equal ids apart',
    run: ({ open }) =>
      keepsApart(
        open,
        NEAR_EQUAL.map((id) => keyOf('near', id, 'near')),
      ),
  },
  {
    name: 'keeps near-equal tenants apart',
    run: ({ open }) =>
      keepsApart(
        open,
        NEAR_EQUAL.map((tenantId) => keyOf(tenantId, 'a', 'tenants')),
      ),
  },
  {
    name: 'keeps ids apart that would join to the same text',
    run: ({ open }) => keepsApart(open, JOINING),
  },
  {
    name: 'keeps ids of up to 512 characters exact',
    run: ({ open }) =>
      keepsApart(
        open,
        LONG.map((id) => keyOf('long', id, 'long')),
      ),
  },
  {
    name: 'keeps ids exact that mean something to a database or a language',
    run: ({ open }) =>
      keepsApart(
        open,
        HOSTILE.map((id) => keyOf('hostile', id, 'hostile')),
      ),
  },
  {
    name: 'keeps ids with NUL characters exact',
    run: ({ open }) =>
      keepsApart(
        open,
        WITH_NUL.map((id) => keyOf('nul', id, 'nul')),
      ),
  },
]

/** Each key holds a document of its own, is found by itself alone, and comes back exact from a scan. */
async function keepsApart(open: () => Promise<Parameters<typeof create>[0]>, keys: readonly StoreKey[]): Promise<void> {
  const store = await open()
  for (const [index, key] of keys.entries()) await create(store, key, sample(`of-${index}`))
  same(
    await store.read(keys),
    keys.map((_, index) => sample(`of-${index}`)),
    'each document under its own key',
  )

  const entries = keys.map((key, index) => ({ key, document: sample(`of-${index}`) }))
  const found = await Promise.all(
    [...new Set(keys.map(({ kind }) => kind))].map((kind) => scanAll(store, { kind, limit: 2 })),
  )
  same(distinct(found.flat()), distinct(entries), 'what a scan finds')

  for (const [index, key] of keys.entries()) {
    same(await store.compareAndSet(key, `of-${index}`, null), true, `removing key ${index}`)
    const next = keys[index + 1]
    if (next !== undefined) same(await readOne(store, next), sample(`of-${index + 1}`), `key ${index + 1} after that`)
  }
}

const NEAR_EQUAL: readonly string[] = [
  ...['bob', 'Bob', 'BOB', 'b\u00f3b', 'bo\u0301b', 'bob ', ' bob', 'bob\t', 'bob\n', 'b ob', 'bo', 'bobb'],
  ...['stra\u00dfe', 'strasse', 'STRASSE', '\ufb01', 'fi', '\u0131', 'i', '\u0130', 'I', '\u212a', 'K', 'k'],
  ...['a', '\uff41', '\u0430', '\u03b1', '\u00e5', '\u212b', 'A\u030a', '1', '01', '1.0', '1e0', '\u0660', '0'],
  ...['bob\u200b', 'bob\u00ad', 'bob\ufeff', '\ufeffbob', 'bob\u00a0'],
]

const JOINING: readonly StoreKey[] = [
  keyOf('a', 'b:c', 'join'),
  keyOf('a:b', 'c', 'join'),
  keyOf('a/b', 'c', 'join'),
  keyOf('a', 'b/c', 'join'),
  keyOf('ab', 'c', 'join'),
  keyOf('a', 'bc', 'join'),
  keyOf('1:a', 'b', 'join'),
  keyOf('1', ':ab', 'join'),
  keyOf('a', 'b', 'joina'),
  keyOf('aa', 'b', 'join'),
]

const LONG: readonly string[] = [
  'x'.repeat(512),
  `${'x'.repeat(511)}y`,
  'x'.repeat(511),
  'x'.repeat(256),
  'x'.repeat(255),
  '€'.repeat(512),
  `${'€'.repeat(511)}$`,
  '🔑'.repeat(256),
  '🔑'.repeat(255),
]

const HOSTILE: readonly string[] = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'undefined', 'null', 'NaN', 'true'],
  ...[
    "'",
    '"',
    '`',
    "' OR 1=1 --",
    '"; DROP TABLE x; --',
    '\\',
    '\\\\',
    "\\'",
    '%',
    '_',
    'a%',
    'a_',
    'abc',
    'a%c',
    '*',
    '?',
  ],
  ...[
    '$1',
    ':id',
    '@id',
    '{',
    '}',
    '{}',
    '[',
    ']',
    '(',
    ')',
    '\r\n',
    '\t',
    '\u001f',
    '\u007f',
    '\u2028',
    '..',
    '../x',
    '/',
  ],
  ...[
    '👩‍👩‍👧',
    '👩',
    '🇨🇭',
    '\u{10ffff}',
    '\ufffd',
    '\uffff',
    '\u202egnp',
    '\u2400',
    '\u24000',
    '\u2400\u2400',
    '%00',
    '\\0',
    '&#0;',
  ],
]

const WITH_NUL: readonly string[] = [
  'a',
  'a\0',
  'a\0b',
  'a\0c',
  '\0',
  '\0a',
  '\0\0',
  'a\u24000b',
  'a\u2400\0',
  '\u2400',
  '\u24000',
]
