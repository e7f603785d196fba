import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Place, Reader } from './support/place.js'
import { codesIn, createPlace, createReader, jsonLines } from './support/place.js'

let place: Place
let reader: Reader
beforeEach(async () => {
  place = createPlace()
  reader = await createReader()
})
afterEach(() => place.remove())

const people = (count: number) => Array.from({ length: count }, (_, index) => `person-${index}`)
const listOf = (names: readonly string[]) => `user\n${names.join('\n')}\n`
const created = () => place.lines('events').filter(({ type }) => type === 'pass.created')

// Every kind of bad row, as a spreadsheet on Windows saves it.
const badFile = [
  '\ufeffUser,Lifetime in minutes,start date,time zone,deliver to,justification',
  'person-1,60,,,email,"first, day"',
  'person-2,60,2026-02-30,Europe/Berlin,email,',
  'person-1,,,,email,',
  'nobody,,,,email,',
  '=HYPERLINK("x"),,,,email,',
  '"=HYPERLINK(""x"")",,,,email,',
  'person-3,sixty,,,email,',
  'person-4,60,,,,',
  'person-5,60',
  '',
  'person-6,60,,,email,cut',
].join('\r\n')

describe('bulk', () => {
  it('tells what is wrong by line, in the order of the file, and does the rest', async () => {
    place.write('hires.csv', badFile)
    const ran = await place.run('bulk', 'hires.csv')
    expect(ran.code).toBe(4)
    expect(ran.stdout).toBe('Done: 1 created, 9 refused\n')
    expect(ran.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^line 3: startDate: /),
      expect.stringMatching(/^line 4: user: person-1 is named by an earlier row/),
      'line 5: The directory knows no such user',
      expect.stringMatching(/^line 6: row: has a quote/),
      expect.stringMatching(/^line 7: user: must not begin like a formula/),
      expect.stringMatching(/^line 8: lifetimeInMinutes: must be a whole number/),
      expect.stringMatching(/^line 9: deliverTo: must be given/),
      expect.stringMatching(/^line 10: row: has 2 cells/),
      expect.stringMatching(/^line 12: row: the file ends within this line/),
    ])
    expect(place.lines('parcels')).toHaveLength(1)
  })

  it('says the same to scripts: one JSON a row, and the sums', async () => {
    place.write('hires.csv', badFile)
    const rows = jsonLines((await place.run('bulk', 'hires.csv', '--json')).stdout)
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, undefined])
    for (const row of rows.slice(0, -1)) {
      if (row['outcome'] === 'refused')
        expect(row['error']).toMatchObject({ code: expect.any(String), message: expect.any(String) })
      else expect(row).toMatchObject({ user: 'person-1', outcome: 'created', pass: { userId: 'person-1' } })
    }
    expect(rows.at(-1)).toEqual({ summary: { created: 1, unchanged: 0, planned: 0, refused: 9, isStopped: false } })
  })

  it('all or nothing: one bad row, and nothing is issued', async () => {
    place.write('hires.csv', listOf([...people(5), 'nobody']))
    const ran = await place.run('bulk', 'hires.csv', '--deliver', 'email', '--all-or-nothing')
    expect(ran.code).toBe(4)
    expect(ran.stderr).toContain('line 7: The directory knows no such user')
    expect(created()).toEqual([])
    place.write('hires.csv', listOf(people(5)))
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email', '--all-or-nothing')).code).toBe(0)
    expect(created()).toHaveLength(5)
  })

  it('dry run: judges and issues nothing', async () => {
    place.write('hires.csv', listOf(people(3)))
    expect(await place.run('bulk', 'hires.csv', '--dry-run')).toMatchObject({
      code: 0,
      stdout: 'Judged, nothing issued: 3 planned\n',
    })
    expect(created()).toEqual([])
  })

  it('the same file again issues nothing, and another batch of it does', async () => {
    place.write('hires.csv', listOf(people(3)))
    await place.run('bulk', 'hires.csv', '--deliver', 'email')
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email')).stdout).toBe('Done: 3 unchanged\n')
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email', '--batch', '2')).stdout).toBe(
      'Done: 3 created\n',
    )
  })

  it('reads what comes through a pipe', async () => {
    expect(await place.feed(listOf(people(2)), 'bulk', '-', '--deliver', 'email')).toMatchObject({
      code: 0,
      stdout: 'Done: 2 created\n',
    })
    expect((await place.feed('', 'bulk', '-', '--all-or-nothing', '--deliver', 'email')).code).toBe(2)
  })

  it('refuses a whole file by its first line', async () => {
    const said: string[] = []
    for (const first of ['name,day', 'user;startDate', 'user,user', '', '\u0000', '"user']) {
      const ran = await place.feed(`${first}\nada\n`, 'bulk', '-', '--deliver', 'email')
      expect(ran.code, first).toBe(1)
      said.push(ran.stderr)
    }
    expect(said[0]).toContain('there is no column "user"')
    expect(said[1]).toContain('--delimiter')
    expect(said[2]).toContain('twice')
    expect(created()).toEqual([])
  })

  it('killed in the middle: every code that was told is in the journal, and the rerun issues the others', async () => {
    const names = people(120)
    place.write('hires.csv', listOf(names))
    const { child, ended } = place.start('bulk', 'hires.csv', '--output', 'one.age', '--recipient', reader.recipient)
    await until(() => place.has('one.age.journal') && place.read('one.age.journal').split('-----END').length > 20)
    child.kill('SIGKILL')
    await ended
    expect(place.has('one.age')).toBe(false)
    const journal = await openJournal(place.read('one.age.journal'))
    expect(journal.size).toBeLessThan(names.length)

    expect((await place.run('bulk', 'hires.csv', '--output', 'one.age', '--recipient', reader.recipient)).code).toBe(2)
    const ran = await place.run('bulk', 'hires.csv', '--output', 'two.age', '--recipient', reader.recipient)
    expect(ran.code, ran.stderr).toBe(0)
    const rest = codesIn(await reader.open(readFileSync(join(place.folder, 'two.age'))))
    expect(rest.size).toBeLessThan(names.length)
    const all = new Map([...journal, ...rest])
    expect((await place.signIn(all)).toSorted()).toEqual(names.toSorted())
  })

  it('asked to stop: ends what is under way, keeps its codes, and goes on when it is called again', async () => {
    const names = people(120)
    place.write('hires.csv', listOf(names))
    const { child, ended } = place.start('bulk', 'hires.csv', '--output', 'one.age', '--recipient', reader.recipient)
    await until(() => place.has('one.age.journal') && place.read('one.age.journal').split('-----END').length > 5)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopped before the end') })
    const first = codesIn(await reader.open(readFileSync(join(place.folder, 'one.age'))))
    expect(first.size).toBeLessThan(names.length)
    const ran = await place.run('bulk', 'hires.csv', '--output', 'two.age', '--recipient', reader.recipient)
    expect(ran.stdout).toBe(`Done: ${names.length - first.size} created, ${first.size} unchanged\n`)
  })

  it('asked to stop while it waits for a pipe, it stops', async () => {
    const { child, ended } = place.start('bulk', '-', '--deliver', 'email')
    child.stdin?.write(listOf(people(2)))
    await until(() => place.lines('parcels').length === 2)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(130)
  })

  it('on a terminal shows how far it is, and takes that away at the end', async () => {
    place.write('hires.csv', listOf([...people(30), 'nobody']))
    const { code, stdout } = await place.onTerminal('bulk', 'hires.csv', '--deliver', 'email')
    expect(code).toBe(4)
    expect(stdout).toMatch(/\d+ % \| \d+ of 31 \| .* left/)
    expect(stdout).toContain('\u001b[Kline 32: The directory knows no such user\r\n')
    const [, atTheEnd] = stdout.split('\u001b[2K')
    expect(atTheEnd).toBe('Done: 30 created, 1 refused\r\n')
  })
})

describe('report', () => {
  it('says how far everybody is, in numbers, bars and by name', async () => {
    place.write('hires.csv', listOf([...people(4), 'nobody']))
    await place.feed(listOf(people(3)), 'bulk', '-', '--output', 'codes.age', '--recipient', reader.recipient)
    const codes = codesIn(await reader.open(readFileSync(join(place.folder, 'codes.age'))))
    await place.signIn(new Map([...codes].slice(0, 1)))
    const ran = await place.run('report', 'hires.csv')
    expect(ran.code).toBe(4)
    expect(ran.stdout).toMatch(/^planned +█{6}░{24} +1 /m)
    expect(ran.stdout).toMatch(/^issued +█{12}░{18} +2 /m)
    expect(ran.stdout).toMatch(/^signedIn +█{6}░{24} +1 /m)
    expect(ran.stdout).toMatch(/^6 +nobody +failed +The directory knows no such user$/m)
    const rows = jsonLines((await place.run('report', 'hires.csv', '--json', '--lapsing', '2')).stdout)
    expect(rows.map(({ state }) => state)).toEqual(['signedIn', 'lapsing', 'lapsing', 'planned', 'failed'])
  })
})

async function openJournal(text: string): Promise<ReadonlyMap<string, string>> {
  const { armor } = await import('age-encryption')
  const blocks = text.match(/-----BEGIN[\s\S]*?-----END AGE ENCRYPTED FILE-----/g) ?? []
  const lines = await Promise.all(blocks.map((block) => reader.open(armor.decode(block))))
  return codesIn(lines.join(''))
}

/** By looking: the other process has nothing to tell us with. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}
