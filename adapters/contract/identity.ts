import type { StoreKey } from '../../src/ports/store.js'
import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import { contractKey, createDocument, readDocument, sampleDocument, scanAllPages, sortedTexts } from './samples.js'

/** Ids that a careless store confuses with each other, or changes. */
export const identityCases: readonly StoreContractCase[] = [
  {
    name: 'distinguishes ids that differ in case, accents, spaces or Unicode form',
    run: ({ open }) =>
      distinguishes(
        open,
        similarIds.map((id) => contractKey('near', id, 'near')),
      ),
  },
  {
    name: 'distinguishes tenants that differ in case, accents, spaces or Unicode form',
    run: ({ open }) =>
      distinguishes(
        open,
        similarIds.map((tenantId) => contractKey(tenantId, 'a', 'tenants')),
      ),
  },
  {
    name: 'distinguishes keys whose parts concatenate to the same text',
    run: ({ open }) => distinguishes(open, ambiguousKeys),
  },
  {
    name: 'keeps ids of up to 512 characters unchanged',
    run: ({ open }) =>
      distinguishes(
        open,
        longIds.map((id) => contractKey('long', id, 'long')),
      ),
  },
  {
    name: 'keeps ids with quotes, wildcards, keywords and control characters unchanged',
    run: ({ open }) =>
      distinguishes(
        open,
        hostileIds.map((id) => contractKey('hostile', id, 'hostile')),
      ),
  },
  {
    name: 'keeps ids with NUL characters unchanged',
    run: ({ open }) =>
      distinguishes(
        open,
        idsWithNul.map((id) => contractKey('nul', id, 'nul')),
      ),
  },
]

/** Each key has its own document, and a scan returns it unchanged. Removing one document leaves the next one. */
async function distinguishes(
  open: () => Promise<Parameters<typeof createDocument>[0]>,
  keys: readonly StoreKey[],
): Promise<void> {
  const store = await open()
  for (const [index, key] of keys.entries()) await createDocument(store, key, sampleDocument(`of-${index}`))
  assertSame(
    await store.read(keys),
    keys.map((_, index) => sampleDocument(`of-${index}`)),
    'the documents, each under its own key',
  )

  const entries = keys.map((key, index) => ({ key, document: sampleDocument(`of-${index}`) }))
  const found = await Promise.all(
    [...new Set(keys.map(({ kind }) => kind))].map((kind) => scanAllPages(store, { kind, limit: 2 })),
  )
  assertSame(sortedTexts(found.flat()), sortedTexts(entries), 'the entries of a scan')

  for (const [index, key] of keys.entries()) {
    assertSame(await store.compareAndSet(key, `of-${index}`, null), true, `removing key ${index}`)
    const next = keys[index + 1]
    if (next !== undefined)
      assertSame(
        await readDocument(store, next),
        sampleDocument(`of-${index + 1}`),
        `the document of key ${index + 1} after that`,
      )
  }
}

const similarIds: readonly string[] = [
  ...['bob', 'Bob', 'BOB', 'b\u00f3b', 'bo\u0301b', 'bob ', ' bob', 'bob\t', 'bob\n', 'b ob', 'bo', 'bobb'],
  ...['stra\u00dfe', 'strasse', 'STRASSE', '\ufb01', 'fi', '\u0131', 'i', '\u0130', 'I', '\u212a', 'K', 'k'],
  ...['a', '\uff41', '\u0430', '\u03b1', '\u00e5', '\u212b', 'A\u030a', '1', '01', '1.0', '1e0', '\u0660', '0'],
  ...['bob\u200b', 'bob\u00ad', 'bob\ufeff', '\ufeffbob', 'bob\u00a0'],
]

const ambiguousKeys: readonly StoreKey[] = [
  contractKey('a', 'b:c', 'join'),
  contractKey('a:b', 'c', 'join'),
  contractKey('a/b', 'c', 'join'),
  contractKey('a', 'b/c', 'join'),
  contractKey('ab', 'c', 'join'),
  contractKey('a', 'bc', 'join'),
  contractKey('1:a', 'b', 'join'),
  contractKey('1', ':ab', 'join'),
  contractKey('a', 'b', 'joina'),
  contractKey('aa', 'b', 'join'),
]

const longIds: readonly string[] = [
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

const hostileIds: readonly string[] = [
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

const idsWithNul: readonly string[] = [
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
