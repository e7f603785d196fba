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

const users = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`)
const listOf = (names: readonly string[]) => `user\n${names.join('\n')}\n`
const created = () => place.lines('events').filter(({ type }) => type === 'pass.created')

// Every kind of bad row, in the format of a spreadsheet on Windows.
const badFile = [
  '\ufeffUser,Lifetime in minutes,start date,time zone,deliver to,justification',
  'user-1,60,,,email,"first, day"',
  'user-2,60,2026-02-30,Europe/Berlin,email,',
  'user-1,,,,email,',
  'unknown,,,,email,',
  '=1+1,,,,email,',
  '"=HYPERLINK(""x"")",,,,email,',
  'user-3,sixty,,,email,',
  'user-4,60,,,,',
  'user-5,60,,,email,one, two',
  '',
  '"user-6","60",,,email,"a note',
  'user-7,60,,,email,"',
  'user-8,60,,,email,"open',
].join('\r\n')

describe('bulk', () => {
  it('prints every problem by line, in the order of the file, and issues the other rows', async () => {
    place.write('hires.csv', badFile)
    const ran = await place.run('bulk', 'hires.csv')
    expect(ran.code).toBe(4)
    expect(ran.stdout).toBe('Done: 1 issued, 10 refused\n')
    expect(ran.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^line 3: startDate: /),
      expect.stringMatching(/^line 4: user: user-1 is named by an earlier row/),
      'line 5: The directory has no such user. Check the user name.',
      expect.stringMatching(/^line 6: user: must not start with/),
      expect.stringMatching(/^line 7: user: must not start with/),
      expect.stringMatching(
        /^line 8: lifetimeInMinutes: must be a whole number, such as 480, not text of 5 characters$/,
      ),
      expect.stringMatching(/^line 9: deliverTo: is required/),
      expect.stringMatching(/^line 10: row: has 7 cells, but the first line has 6/),
      expect.stringMatching(/^line 12: justification: must not contain line breaks/),
      expect.stringMatching(/^line 14: row: a quote is never closed.* No row from this line on was read$/),
    ])
    expect(place.lines('deliveries')).toHaveLength(1)
  })

  it('with --json prints one value for each row, and the totals', async () => {
    place.write('hires.csv', badFile)
    const rows = jsonLines((await place.run('bulk', 'hires.csv', '--json')).stdout)
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, undefined])
    for (const row of rows.slice(0, -1)) {
      if (row['outcome'] === 'refused')
        expect(row['error']).toMatchObject({ code: expect.any(String), message: expect.any(String) })
      else expect(row).toMatchObject({ user: 'user-1', outcome: 'created', pass: { userId: 'user-1' } })
    }
    expect(rows.at(-1)).toEqual({ summary: { created: 1, unchanged: 0, planned: 0, refused: 10, isStopped: false } })
  })

  it('with --all-or-nothing issues nothing if one row is bad', async () => {
    place.write('hires.csv', listOf([...users(5), 'unknown']))
    const ran = await place.run('bulk', 'hires.csv', '--deliver', 'email', '--all-or-nothing')
    expect(ran.code).toBe(4)
    expect(ran.stderr).toContain('line 7: The directory has no such user. Check the user name.')
    expect(created()).toEqual([])
    place.write('hires.csv', listOf(users(5)))
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email', '--all-or-nothing')).code).toBe(0)
    expect(created()).toHaveLength(5)
  })

  it('with --dry-run checks every row and issues nothing', async () => {
    place.write('hires.csv', listOf(users(3)))
    expect(await place.run('bulk', 'hires.csv', '--dry-run')).toMatchObject({
      code: 0,
      stdout: 'Checked, nothing issued: 3 accepted\n',
    })
    expect(created()).toEqual([])
  })

  it('warns of every disabled user, before and after it issues', async () => {
    place.write('hires.csv', listOf(['user-1', 'off']))
    for (const flags of [['--dry-run'], ['--deliver', 'email']]) {
      const ran = await place.run('bulk', 'hires.csv', ...flags)
      expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/^line 3: warning: The account is disabled/) })
    }
  })

  it('issues the same file again only under another --batch', async () => {
    place.write('hires.csv', listOf(users(3)))
    await place.run('bulk', 'hires.csv', '--deliver', 'email')
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email')).stdout).toBe('Done: 3 unchanged\n')
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email', '--batch', '2')).stdout).toBe('Done: 3 issued\n')
  })

  it('reads standard input, but not with --all-or-nothing', async () => {
    expect(await place.feed(listOf(users(2)), 'bulk', '-', '--deliver', 'email')).toMatchObject({
      code: 0,
      stdout: 'Done: 2 issued\n',
    })
    expect((await place.feed('', 'bulk', '-', '--all-or-nothing', '--deliver', 'email')).code).toBe(2)
  })

  it('accepts a last line without a line break from a file, also as standard input, and not from a pipe', async () => {
    place.write('hires.csv', 'user,lifetimeInMinutes\nada,480\nbob,480')
    const bulk = 'npx temporary-access-pass bulk'
    const fromPipe = await place.shell(`cat hires.csv | ${bulk} - --deliver email`)
    expect(fromPipe).toMatchObject({ code: 4, stdout: expect.stringContaining('Done: 1 issued, 1 refused') })
    expect(fromPipe.stdout).toContain('line 3: row: the input ends without a line break')
    const fromInput = await place.shell(`${bulk} - --deliver email < hires.csv`)
    expect(fromInput).toMatchObject({ code: 0, stdout: 'Done: 1 issued, 1 unchanged\n' })
    expect((await place.run('bulk', 'hires.csv', '--deliver', 'email')).stdout).toBe('Done: 2 unchanged\n')
  })

  it('refuses a whole file for a wrong first line', async () => {
    const errors: string[] = []
    for (const first of ['user,User,name', 'name,day', 'user;startDate', 'user,user', '', '\u0000', '"user', 'user"']) {
      const ran = await place.feed(`${first}\nada\n`, 'bulk', '-', '--deliver', 'email')
      expect(ran.code, first).toBe(1)
      errors.push(ran.stderr)
    }
    expect(errors[1]).toContain('the column "user" is missing')
    expect(errors[2]).toContain('--delimiter')
    expect(errors[3]).toContain('given twice')
    for (const text of errors) for (const line of text.trim().split('\n')) expect(line).toMatch(/^line [12]: /)
    expect(created()).toEqual([])
  })

  it('after kill -9, the journal has every delivered code, and a rerun issues the others', async () => {
    const names = users(120)
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

  it('after SIGINT, finishes the pending rows, keeps their codes, and a rerun goes on', async () => {
    const names = users(120)
    place.write('hires.csv', listOf(names))
    const { child, ended } = place.start('bulk', 'hires.csv', '--output', 'one.age', '--recipient', reader.recipient)
    await until(() => place.has('one.age.journal') && place.read('one.age.journal').split('-----END').length > 5)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopped before the last row') })
    const first = codesIn(await reader.open(readFileSync(join(place.folder, 'one.age'))))
    expect(first.size).toBeLessThan(names.length)
    const ran = await place.run('bulk', 'hires.csv', '--output', 'two.age', '--recipient', reader.recipient)
    expect(ran.stdout).toBe(`Done: ${names.length - first.size} issued, ${first.size} unchanged\n`)
  })

  it('stops on SIGTERM while it waits for a pipe', async () => {
    const { child, ended } = place.start('bulk', '-', '--deliver', 'email')
    child.stdin?.write(listOf(users(2)))
    await until(() => place.lines('deliveries').length === 2)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(130)
  })

  it('on a terminal shows a progress bar, and removes it at the end', async () => {
    place.write('hires.csv', listOf([...users(30), 'unknown']))
    const { code, stdout } = await place.onTerminal('bulk', 'hires.csv', '--deliver', 'email')
    expect(code).toBe(4)
    expect(stdout).toMatch(/\d+ % \| \d+ of 31 \| .* left/)
    expect(stdout).toContain('\u001b[Kline 32: The directory has no such user. Check the user name.\r\n')
    const [, atTheEnd] = stdout.split('\u001b[2K')
    expect(atTheEnd).toBe('Done: 30 issued, 1 refused\r\n')
  })
})

describe('report', () => {
  it('prints the stage of every user as numbers, bars and names', async () => {
    place.write('hires.csv', listOf([...users(4), 'unknown']))
    await place.feed(listOf(users(3)), 'bulk', '-', '--output', 'codes.age', '--recipient', reader.recipient)
    const codes = codesIn(await reader.open(readFileSync(join(place.folder, 'codes.age'))))
    await place.signIn(new Map([...codes].slice(0, 1)))
    const ran = await place.run('report', 'hires.csv')
    expect(ran.code).toBe(4)
    expect(ran.stdout).toMatch(/^planned +█{6}░{24} +1 /m)
    expect(ran.stdout).toMatch(/^issued +█{12}░{18} +2 /m)
    expect(ran.stdout).toMatch(/^signedIn +█{6}░{24} +1 /m)
    expect(ran.stdout).toMatch(/^6 +unknown +failed +The directory has no such user\. Check the user name\.$/m)
    const rows = jsonLines((await place.run('report', 'hires.csv', '--json', '--lapsing', '2')).stdout)
    expect(rows.map(({ stage }) => stage)).toEqual(['signedIn', 'lapsing', 'lapsing', 'planned', 'failed'])
  })

  it('stops on SIGTERM without the line that it has read only in part', async () => {
    const { child, ended } = place.start('report', '-', '--json')
    let printed = ''
    child.stdout?.on('data', (text: string) => {
      printed += text
    })
    child.stdin?.write('user\nuser-1\nuser-2,"cut')
    await until(() => printed.includes('user-1'))
    child.kill('SIGTERM')
    const { code, stdout } = await ended
    expect(code).toBe(130)
    expect(jsonLines(stdout).map(({ user }) => user)).toEqual(['user-1'])
  })
})

async function openJournal(text: string): Promise<ReadonlyMap<string, string>> {
  const { armor } = await import('age-encryption')
  const blocks = text.match(/-----BEGIN[\s\S]*?-----END AGE ENCRYPTED FILE-----/g) ?? []
  const lines = await Promise.all(blocks.map((block) => reader.open(armor.decode(block))))
  return codesIn(lines.join(''))
}

/** Polls, because the other process sends no signal. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2))
}
