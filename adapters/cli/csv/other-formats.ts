import type { Buffer } from 'node:buffer'
/** Returns what the file is if it is not CSV in UTF-8, and what to do. `head` is its first line, or more. */
export function otherFormat(head: Buffer): string | undefined {
  const found = bySignature(head) ?? byText(head.toString('utf8'))
  return found && `${found[0]}, not CSV in UTF-8. ${found[1]}`
}

type Format = readonly [name: string, cure: string]

const saveAsCsv = 'Open it in a spreadsheet and save the list as "CSV UTF-8"'
const saveAsUtf8 = 'Save it as "CSV UTF-8"'

const signatures: readonly (readonly [bytes: readonly number[], format: Format])[] = [
  [
    [0xff, 0xfe],
    ['the file is UTF-16 text', saveAsUtf8],
  ],
  [
    [0xfe, 0xff],
    ['the file is UTF-16 text', saveAsUtf8],
  ],
  [
    [0x50, 0x4b, 0x03, 0x04],
    ['the file is a workbook (.xlsx, .ods) or a ZIP archive', saveAsCsv],
  ],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    ['the file is a workbook (.xls)', saveAsCsv],
  ],
  [
    [0x1f, 0x8b],
    ['the file is compressed with gzip', 'Decompress it'],
  ],
  [
    [0x25, 0x50, 0x44, 0x46],
    ['the file is a PDF', 'Export the list as "CSV UTF-8"'],
  ],
]

function bySignature(head: Buffer): Format | undefined {
  const signed = signatures.find(([bytes]) => bytes.every((byte, index) => head[index] === byte))
  if (signed) return signed[1]
  if (isUtf16WithoutMark(head)) return ['the file is UTF-16 text without a byte-order mark', saveAsUtf8]
  return head.includes(0) ? ['the file is binary data', saveAsCsv] : undefined
}

/** In UTF-16, Latin letters have a zero as every other byte. */
function isUtf16WithoutMark(head: Buffer): boolean {
  const counts = [0, 0]
  for (const [index, byte] of head.entries()) if (byte === 0) counts[index % 2] = (counts[index % 2] ?? 0) + 1
  return head.length > 2 && Math.max(...counts) > head.length / 4 && Math.min(...counts) <= 1
}

function byText(head: string): Format | undefined {
  const text = head.trim()
  if (/^(\{\s*("|\}|$)|\[\s*([[{"\]]|$))/.test(text)) {
    return ['the file is JSON', 'Write the list as CSV, with the names of the columns in its first line']
  }
  if (/^<(!|\?|[a-z]+[\s>])/i.test(text)) return ['the file is HTML or XML', saveAsCsv]
  const [, sign] = /^"?sep=(.)/i.exec(text) ?? []
  if (sign !== undefined) {
    const flag = sign === '\t' ? 'tab' : JSON.stringify(sign)
    return [
      '"sep=" is an instruction for Excel',
      `Remove this line, and name the sign between cells with --delimiter ${flag}`,
    ]
  }
  // Quoted cells may contain any line break.
  return /\r(?!\n)/.test(text.replaceAll(/"(?:[^"]|"")*"/g, ''))
    ? ['lines end with CR alone, as on an old Macintosh', 'Save the file with LF or CRLF as line breaks']
    : undefined
}
