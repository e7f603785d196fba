import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Place } from './support/place.js'
import { createPlace, createReader, jsonLines } from './support/place.js'

let place: Place
beforeEach(() => {
  place = createPlace()
})
afterEach(() => place.remove())

/** The same text as programs write it. */
function encoded(text: string): readonly (readonly [encoding: string, content: Uint8Array])[] {
  return [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ]
}

describe('a text file', () => {
  it('of a policy is read in each encoding that the output of this program may have', async () => {
    for (const [encoding, content] of encoded('{"defaultLength":40}\r\n')) {
      place.write('policy.json', content)
      const ran = await place.run('policy', 'set', '--file', 'policy.json')
      expect(ran.code, `${encoding}: ${ran.stderr}`).toBe(0)
    }
    const [policy] = jsonLines((await place.run('policy', 'show', '--json')).stdout)
    expect(policy).toMatchObject({ defaultLength: 40 })
  })

  it('of recipients is read in each encoding, with any line breaks and without the last one', async () => {
    const { recipient } = await createReader()
    const lists = [...encoded(`# front desk\r\n${recipient}`), ['CR', Buffer.from(`#\r${recipient}\r`)] as const]
    for (const [index, [encoding, content]] of lists.entries()) {
      place.write('front-desk.txt', content)
      const ran = await place.run('create', 'ada', '--output', `${index}.age`, '--recipients-file', 'front-desk.txt')
      expect(ran.code, `${encoding}: ${ran.stderr}`).toBe(0)
    }
  })

  it('that is no text exits with 2', async () => {
    place.write('policy.json', new Uint8Array([0x7b, 0xff, 0x7d]))
    const ran = await place.run('policy', 'set', '--file', 'policy.json')
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('it is not text in UTF-8') })
  })
})
