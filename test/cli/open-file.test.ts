import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCsv } from '../../adapters/cli/csv/open-file.js'
import { readRows } from '../../adapters/cli/csv/rows.js'
import type { Terminal } from '../../adapters/cli/terminal.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lists-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the progress of a list', () => {
  it.each([
    ['line breaks in cells', ',', 'user,justification\nada,"a\nb\nc"\nbob,\n', 2],
    ['empty lines', ';', '\n;;\nuser;ticket\n\nada;1\n;;\n\nbob;2', 2],
    ['a quote that is never closed', ',', 'user,ticket\nada,1\nbob,"2\n', 2],
    ['a header only', ',', 'user\n', 0],
    ['nothing', ',', '', 0],
  ])('counts its rows, with %s', async (_, delimiter, content, expected) => {
    writeFileSync(join(folder, 'hires.csv'), content)
    const file = await openCsv({ folder } as Terminal, 'hires.csv')
    expect(await file.countRows(delimiter)).toBe(expected)
    if (content === '') return
    let read = 0
    for await (const { line } of readRows(file.open(), { delimiter, isComplete: true })) read += line > 0 ? 1 : 0
    expect(read).toBe(expected)
  })
})
