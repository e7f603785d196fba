import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bytes, problemsOf, readList, usersOf } from './support/lists.js'

const list = 'user,ticket\nada,1\nbob,2\n'
const utf16 = (text: string) => new Uint8Array(new Uint16Array([...text].map((unit) => unit.charCodeAt(0))).buffer)
const swapped = (content: Uint8Array) => content.map((_, index) => content[index ^ 1] ?? 0)
const marked = (mark: readonly number[], content: Uint8Array) => new Uint8Array([...mark, ...content])

describe('a file that is no CSV in UTF-8', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['UTF-16 with a mark', marked([0xff, 0xfe], utf16(list)), /UTF-16 text, not CSV.*"CSV UTF-8"/],
    ['UTF-16, high byte first, with a mark', marked([0xfe, 0xff], swapped(utf16(list))), /UTF-16 text/],
    ['UTF-16 without a mark', utf16(list), /UTF-16 text without a byte-order mark/],
    ['UTF-16, high byte first, without a mark', swapped(utf16(list)), /UTF-16 text without a byte-order mark/],
    ['UTF-16 of one column', utf16('user\nada\n'), /UTF-16 text without a byte-order mark/],
    ['a workbook', marked([0x50, 0x4b, 3, 4], bytes('\u0000\u0000mimetype')), /a workbook \(\.xlsx, \.ods\)/],
    ['an older workbook', marked([0xd0, 0xcf, 0x11, 0xe0], bytes('\u0000')), /a workbook \(\.xls\)/],
    ['a compressed file', gzipSync(list), /compressed with gzip/],
    ['a PDF', '%PDF-1.7\n', /a PDF/],
    ['binary data', 'user\u0000\n', /binary data/],
    ['lines of JSON', '{"user":"ada"}\n{"user":"bob"}\n', /^line 1: the file is JSON/],
    ['a JSON array', '[\n  {"user": "ada"}\n]\n', /^line 1: the file is JSON/],
    ['a page', '\ufeff<html><body><table><tr><td>user</td></tr></table></body></html>', /HTML or XML/],
    ['lines that end with CR alone', 'user,ticket\rada,1\r', /lines end with CR alone/],
    ['quoted cells and CR alone', '"user","tic\rket"\r"ada","a\nb"\r', /lines end with CR alone/],
    ['an instruction for Excel', 'sep=;\nuser;ticket\nada;1\n', /"sep=" is an instruction for Excel.*--delimiter ";"/],
    ['an instruction for tabs', '\ufeff"sep=\t"\r\nuser\tticket\r\n', /--delimiter tab/],
  ])('is refused as what it is: %s', async (_, content, expected) => {
    for (const size of [1, 3, 65_536]) {
      const { rows, refused } = await readList(content, { delimiter: ';' }, [size])
      expect(rows).toEqual([])
      expect(refused).toMatch(expected)
      expect(refused).toMatch(/^line 1: /)
    }
  })

  it('is refused for its encoding once, at the first line that shows it, and by column', async () => {
    const latin1 = Buffer.from('user,Name,ticket\nada,Ada,1\nbob,M\u00fcller,2\neve,J\u00fcrgen,3\n', 'latin1')
    const read = await readList(latin1, { isIgnoringOthers: true })
    expect(usersOf(read)).toEqual(['ada'])
    expect(problemsOf(read)).toEqual([
      'line 3: Name: the text is not valid UTF-8. Save the file as "CSV UTF-8". No row from this line on was read',
    ])
    const inHeader = await readList(Buffer.from('user,Stra\u00dfe\nada,1\n', 'latin1'), { isIgnoringOthers: true })
    expect(inHeader.refused).toMatch(/^line 1: the text is not valid UTF-8/)
  })
})

describe('a CSV file', () => {
  it.each([
    ['a byte-order mark and quoted headings', '\ufeff"User","Ticket"\r\n"ada","1"\r\n"bob","2"\r\n'],
    ['a heading that begins with a bracket', '[note],user\n,ada\n,bob\n'],
    ['line breaks in a heading', '"Us\ner",ticket\nada,1\nbob,2\n'],
    ['carriage returns in a quoted heading', 'user,"a\rb"\r\nada,1\r\nbob,2\r\n'],
    ['no-break spaces around a user', 'user\n\u00a0ada\u202f\nbob\u00a0\n'],
  ])('with %s is read', async (_, content) => {
    for (const size of [1, 65_536])
      expect(usersOf(await readList(content, { isIgnoringOthers: true }, [size]))).toEqual(['ada', 'bob'])
  })

  it.each([
    ['a no-break space', 'ada\u00a0lovelace', 'U+00A0'],
    ['a zero-width space', 'ada\u200b@example.com', 'U+200B'],
    ['a soft hyphen', 'ada\u00ad@example.com', 'U+00AD'],
  ])('with %s inside a user is refused by its code', async (_, user, code) => {
    const [problem] = problemsOf(await readList(`user\n${user}\n`))
    expect(problem).toMatch(/^line 2: user: has an invisible character/)
    expect(problem).toContain(code)
  })

  it('with a character that was lost before is refused', async () => {
    expect(problemsOf(await readList('user\nM\ufffdller\n'))).toEqual([
      'line 2: user: has lost a character before (U+FFFD). Correct it, or export the list again',
    ])
  })
})
