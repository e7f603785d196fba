import { assertSame } from './assert.js'
import type { StoreContractCase } from './case.js'
import { contractKey, createDocument, readDocument, sampleDocument } from './samples.js'

export const readCases: readonly StoreContractCase[] = [
  {
    name: 'returns documents in the order of the keys, with gaps and repeats',
    async run({ open }) {
      const store = await open()
      const [a, b, absent] = [contractKey('order', 'a'), contractKey('order', 'b'), contractKey('order', 'absent')]
      await createDocument(store, b, sampleDocument('of-b'))
      await createDocument(store, a, sampleDocument('of-a'))
      const expected = [sampleDocument('of-b'), undefined, sampleDocument('of-a'), sampleDocument('of-b'), undefined]
      assertSame(await store.read([b, absent, a, b, absent]), expected, 'the documents of five keys')
    },
  },
  {
    name: 'returns an empty list for an empty list of keys',
    async run({ open }) {
      const store = await open()
      assertSame(await store.read([]), [], 'the documents of no keys')
    },
  },
  {
    name: 'reads 300 keys in one call',
    async run({ open }) {
      const store = await open()
      const keys = Array.from({ length: 300 }, (_, index) => contractKey('many', `id-${index}`))
      await createDocument(store, contractKey('many', 'id-7'), sampleDocument('of-7'))
      const expected = keys.map(({ id }) => (id === 'id-7' ? sampleDocument('of-7') : undefined))
      assertSame(await store.read(keys), expected, 'the documents of 300 keys')
    },
  },
  {
    name: 'reads immediately what another client has written',
    async run({ open }) {
      const [writer, reader] = [await open(), await open()]
      const key = contractKey('at-once', 'a')
      assertSame(await readDocument(reader, key), undefined, 'the document before any write')
      await createDocument(writer, key, sampleDocument('first'))
      assertSame(
        await readDocument(reader, key),
        sampleDocument('first'),
        'the document after another client created it',
      )
      await writer.compareAndSet(key, 'first', sampleDocument('second'))
      assertSame(
        await readDocument(reader, key),
        sampleDocument('second'),
        'the document after another client replaced it',
      )
      await writer.compareAndSet(key, 'second', null)
      assertSame(await readDocument(reader, key), undefined, 'the document after another client removed it')
    },
  },
  {
    name: 'keeps its own copy of a document and its key',
    async run({ open }) {
      const store = await open()
      const key = { tenantId: 'copy', kind: 'copies', id: 'a' }
      const document = { ...sampleDocument('first') }
      await createDocument(store, key, document)
      Object.assign(document, sampleDocument('second'))
      Object.assign(key, { id: 'b' })
      assertSame(
        await readDocument(store, contractKey('copy', 'a', 'copies')),
        sampleDocument('first'),
        'the document after the caller changed its own object',
      )
      const { entries } = await store.scan({ kind: 'copies', limit: 10 })
      for (const entry of entries) assertSame(entry.key.id, 'a', 'the scanned key after the caller changed its own key')
    },
  },
  {
    name: 'returns text byte for byte',
    async run({ open }) {
      const store = await open()
      for (const [index, body] of fragileBodies.entries()) {
        const document = { ...sampleDocument('first'), body, seal: 'AZaz09-_'.repeat(index * 100) }
        await createDocument(store, contractKey('bytes', `body-${index}`), document)
        assertSame(await readDocument(store, contractKey('bytes', `body-${index}`)), document, `document ${index}`)
      }
    },
  },
]

/** JSON texts that a parser, a JSON column or a wrong encoding would change. */
const fragileBodies: readonly string[] = [
  '{}',
  '{"b":1,"a":2,"b":3}',
  '{ "spaces" : [ 1.0, 1e400, -0, 0.10, 12345678901234567890 ] }\n',
  '{"escapes":"\\u0000\\u00e9\\/\\ud800","quotes":"\'\'\\"`$1?%_"}',
  '{"\u00e9":"e\u0301","emoji":"👩‍👩‍👧 🇨🇭","bidi":"\u202e","bom":"\ufeff","line":"\u2028"}',
  '\ufeff{"text":"begins with a byte order mark and ends in spaces"}   ',
  `{"long":"${'0123456789abcd\u00e9'.repeat(1_024)}"}`,
]
