import { same } from './assert.js'
import type { StoreContractCase } from './case.js'
import { create, keyOf, readOne, sample } from './samples.js'

/** What comes back, and in which order. */
export const readCases: readonly StoreContractCase[] = [
  {
    name: 'answers reads in the order asked, with gaps and repeats',
    async run({ open }) {
      const store = await open()
      const [a, b, absent] = [keyOf('order', 'a'), keyOf('order', 'b'), keyOf('order', 'absent')]
      await create(store, b, sample('of-b'))
      await create(store, a, sample('of-a'))
      const expected = [sample('of-b'), undefined, sample('of-a'), sample('of-b'), undefined]
      same(await store.read([b, absent, a, b, absent]), expected, 'five answers to five keys')
    },
  },
  {
    name: 'answers no keys with no documents',
    async run({ open }) {
      const store = await open()
      same(await store.read([]), [], 'the answer to an empty list')
    },
  },
  {
    name: 'answers any number of keys at once',
    async run({ open }) {
      const store = await open()
      const keys = Array.from({ length: 300 }, (_, index) => keyOf('many', `id-${index}`))
      await create(store, keyOf('many', 'id-7'), sample('of-7'))
      const expected = keys.map(({ id }) => (id === 'id-7' ? sample('of-7') : undefined))
      same(await store.read(keys), expected, '300 answers to 300 keys')
    },
  },
  {
    name: 'reads at once what another client has written',
    async run({ open }) {
      const [writer, reader] = [await open(), await open()]
      const key = keyOf('at-once', 'a')
      same(await readOne(reader, key), undefined, 'before anything is written')
      await create(writer, key, sample('first'))
      same(await readOne(reader, key), sample('first'), 'after another client created it')
      await writer.compareAndSet(key, 'first', sample('second'))
      same(await readOne(reader, key), sample('second'), 'after another client replaced it')
      await writer.compareAndSet(key, 'second', null)
      same(await readOne(reader, key), undefined, 'after another client removed it')
    },
  },
  {
    name: 'keeps its own copy of what it is given',
    async run({ open }) {
      const store = await open()
      const key = { tenantId: 'copy', kind: 'copies', id: 'a' }
      const document = { ...sample('first') }
      await create(store, key, document)
      Object.assign(document, sample('second'))
      Object.assign(key, { id: 'b' })
      same(await readOne(store, keyOf('copy', 'a', 'copies')), sample('first'), 'after the written object was changed')
      const { entries } = await store.scan({ kind: 'copies', limit: 10 })
      for (const entry of entries) same(entry.key.id, 'a', 'the scanned key after the written key was changed')
    },
  },
  {
    name: 'gives text back byte for byte',
    async run({ open }) {
      const store = await open()
      for (const [index, body] of BODIES.entries()) {
        const document = { ...sample('first'), body, seal: 'AZaz09-_'.repeat(index * 100) }
        await create(store, keyOf('bytes', `body-${index}`), document)
        same(await readOne(store, keyOf('bytes', `body-${index}`)), document, `document ${index}`)
      }
    },
  },
]

/** JSON that a parser, a JSON column or a careless encoding would change. */
const BODIES: readonly string[] = [
  '{}',
  '{"b":1,"a":2,"b":3}',
  '{ "spaces" : [ 1.0, 1e400, -0, 0.10, 12345678901234567890 ] }\n',
  '{"escapes":"\\u0000\\u00e9\\/\\ud800","quotes":"\'\'\\"`$1?%_"}',
  '{"\u00e9":"e\u0301","emoji":"👩‍👩‍👧 🇨🇭","bidi":"\u202e","bom":"\ufeff","line":"\u2028"}',
  '\ufeff{"text":"begins with a byte order mark and ends in spaces"}   ',
  `{"long":"${'0123456789abcd\u00e9'.repeat(1_024)}"}`,
]
