import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../adapters/sqlite/index.js'
import type { Place } from './support/place.js'
import { codesIn, createPlace, createReader, jsonLines } from './support/place.js'

let place: Place
beforeEach(() => {
  place = createPlace()
})
afterEach(() => place.remove())

const codeShown = /(?:[0-9A-HJKMNP-TV-Z]{4}-){11}[0-9A-HJKMNP-TV-Z]{4}/g
const created = () => place.lines('events').filter(({ type }) => type === 'pass.created')

describe('exit codes', () => {
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [0, 'a command that succeeds', ['list']],
    [0, 'help', ['--help']],
    [0, 'help on a command', ['help', 'create']],
    [0, 'the version', ['--version']],
    [1, 'an unknown user', ['explain', 'unknown']],
    [1, 'a missing pass', ['delete', 'ada']],
    [1, 'a lifetime that the policy refuses', ['create', 'ada', '--deliver', 'email', '--lifetime', '9']],
    [1, 'a policy that is not valid', ['policy', 'set', 'defaultLength=7']],
    [1, 'a strict review with a warning', ['policy', 'review', '--strict']],
    [2, 'no command', []],
    [2, 'a command that does not exist', ['craete']],
    [2, 'a flag that does not exist', ['list', '--al']],
    [2, 'a missing argument', ['create']],
    [2, 'a value that is not a number', ['create', 'ada', '--lifetime', 'long']],
    [2, 'a day that does not exist', ['create', 'ada', '--start', '2026-02-30T09:00Z']],
    [2, 'a time without its offset', ['create', 'ada', '--start', '2026-12-01T09:00']],
    [2, 'a code that would go into a pipe', ['create', 'ada']],
    [2, 'two ways out for one code', ['create', 'ada', '--deliver', 'email', '--output', 'x.age']],
    [2, 'an unlock without a justification', ['unlock', 'ada']],
    [2, 'no field to set', ['policy', 'set']],
    [2, 'a table name that would need escaping', ['schema', 'sqlite', '--table', 'a b']],
    [2, 'a missing list', ['bulk', 'missing.csv']],
    [2, 'a usability that does not exist', ['list', '--usability', 'usuable']],
    [2, 'a column that does not exist', ['bulk', '-', '--column', 'users=Email']],
    [2, 'a column without its heading', ['bulk', '-', '--column', 'user']],
    [2, 'a column that is given twice', ['bulk', '-', '--column', 'user=A', '--column', 'User=B']],
    [2, 'a column that the file lacks', ['bulk', 'hires.csv', '--column', 'user=Email', '--deliver', 'email']],
    [2, 'a column that the file has twice', ['report', 'hires.csv', '--column', 'user=PHONE', '--ignore-columns']],
    [2, 'two signs between cells', ['bulk', '-', '--delimiter', ';;']],
    [2, 'a format of days that is none', ['bulk', '-', '--date-format', 'DD.MM.YYYY']],
    [2, 'a time zone that does not exist', ['bulk', '-', '--time-zone', 'Europe/Bonn']],
    [2, 'a time of day that does not exist', ['bulk', '-', '--start-time', '25:00']],
    [2, 'no rows at once', ['bulk', 'hires.csv', '--deliver', 'email', '--concurrency', '0']],
    [3, 'a missing configuration', ['list', '--config', 'missing.js']],
  ]
  it.each(cases)('%i: %s', async (code, _what, args) => {
    place.write('hires.csv', 'user,Phone,phone\nada,1,2\n')
    const ran = await place.run(...args)
    expect(ran.code, ran.stderr).toBe(code)
    if (code !== 0 && !args.includes('--strict')) expect(ran.stderr).not.toBe('')
    // The operator needs no stack trace.
    expect(ran.stderr).not.toMatch(/^ +at /m)
  })

  it('3: a configuration that does not load or has a wrong export, with the reason', async () => {
    place.write('a.mjs', 'export default 1')
    place.write('b.mjs', "throw new Error('no database')")
    place.write('c.mjs', "import tap from './tap.config.mjs'\nexport default tap")
    const runs = await Promise.all(['a.mjs', 'b.mjs', 'c.mjs'].map((path) => place.run('list', '--config', path)))
    expect(runs.map(({ code }) => code)).toEqual([3, 3, 3])
    expect(runs[0]?.stderr).toContain('createTap')
    expect(runs[1]?.stderr).toContain('no database')
    expect(runs[2]?.stderr).toContain('No actor')
  })

  it('5: a port that fails', async () => {
    const config = place.read('tap.config.mjs')
    place.write('broken.mjs', config.replace('const name =', "throw new Error('away'); const name ="))
    const ran = await place.run('explain', 'ada', '--config', 'broken.mjs')
    expect(ran).toMatchObject({ code: 5, stderr: expect.stringContaining('away') })
  })
})

describe('a code', () => {
  it('never goes into a pipe: nothing is issued, and the error names the ways out', async () => {
    const ran = await place.run('create', 'ada', '--json')
    expect(ran.code).toBe(2)
    expect(ran.stdout).toBe('')
    expect(ran.stderr).toContain('--deliver')
    expect(created()).toEqual([])
  })

  it('is shown once on a terminal, and works', async () => {
    const ran = await place.onTerminal('create', 'ada', '--once', '--lifetime', '60')
    expect(ran.code, ran.stdout).toBe(0)
    const [code, ...others] = ran.stdout.match(codeShown) ?? []
    expect(others).toEqual([])
    expect(await place.signIn(new Map([['ada', code ?? '']]))).toEqual(['ada'])
  })

  it('is not shown if it is delivered', async () => {
    const ran = await place.onTerminal('create', 'ada', '--deliver', 'email')
    expect(ran.code, ran.stdout).toBe(0)
    expect(ran.stdout).not.toMatch(codeShown)
    expect(place.lines('deliveries')).toHaveLength(1)
  })

  it('goes into a file that only its recipients can decrypt and its owner can read', async () => {
    const { recipient, open } = await createReader()
    const ran = await place.run('create', 'ada', '--output', 'ada.age', '--recipient', recipient)
    expect(ran.code, ran.stderr).toBe(0)
    const path = join(place.folder, 'ada.age')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const codes = codesIn(await open(readFileSync(path)))
    expect(await place.signIn(codes)).toEqual(['ada'])
    expect(ran.stdout + ran.stderr).not.toMatch(codeShown)
    expect(place.has('ada.age.journal') || place.has('ada.age.partial')).toBe(false)
  })

  it('never overwrites a file', async () => {
    const { recipient } = await createReader()
    place.write('ada.age', 'older codes')
    const ran = await place.run('create', 'ada', '--output', 'ada.age', '--recipient', recipient)
    expect(ran.code).toBe(2)
    expect(place.read('ada.age')).toBe('older codes')
    expect(created()).toEqual([])
  })

  it('leaves no file behind if no pass was issued', async () => {
    const { recipient } = await createReader()
    const ran = await place.run('create', 'unknown', '--output', 'x.age', '--recipient', recipient)
    expect(ran.code).toBe(1)
    expect(['x.age', 'x.age.journal', 'x.age.partial'].filter((name) => place.has(name))).toEqual([])
  })

  it('is refused for a secret key as the recipient, and the key is not repeated', async () => {
    const { identity } = await createReader()
    const ran = await place.run('create', 'ada', '--output', 'ada.age', '--recipient', identity)
    expect(ran.code).toBe(2)
    expect(ran.stdout + ran.stderr).not.toContain(identity)
    expect(created()).toEqual([])
  })
})

describe('a secret', () => {
  it('has no flag in any command, because every process can read a command line', async () => {
    const { stdout } = await place.run('--help')
    const names = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name ?? '')
    expect(names).toContain('bulk')
    for (const name of names) {
      const help = await place.run('help', name)
      expect(help.stdout, name).not.toMatch(/--[a-z-]*(secret|password|identity|code|key)\b/)
    }
  })

  it('of the environment is in no output and no event', async () => {
    const { recipient } = await createReader()
    const runs = [
      await place.run('create', 'ada', '--output', 'a.age', '--recipient', recipient, '--json'),
      await place.run('explain', 'ada', '--json'),
      await place.run('list'),
      await place.run('policy', 'set', 'defaultLength=1'),
      await place.run('reseal'),
    ]
    const all = runs.map(({ stdout, stderr }) => stdout + stderr).join('') + place.read('events')
    expect(all).toContain('ada')
    expect(all).not.toContain(place.key)
    expect(all).not.toMatch(codeShown)
  })

  it('has 32 new random bytes, in a file that only its owner can read', async () => {
    const one = await place.run('keygen')
    const other = await place.run('keygen', '--output', 'tap.key')
    expect(Buffer.from(one.stdout.trim(), 'base64url')).toHaveLength(32)
    expect(other.stdout).toBe('')
    expect(Buffer.from(place.read('tap.key').trim(), 'base64url')).toHaveLength(32)
    expect(place.read('tap.key')).not.toBe(one.stdout)
    expect(statSync(join(place.folder, 'tap.key')).mode & 0o777).toBe(0o600)
    expect((await place.run('keygen', '--output', 'tap.key')).code).toBe(2)
  })
})

describe('the command', () => {
  it('create warns of a disabled user', async () => {
    const ran = await place.run('create', 'off', '--deliver', 'email')
    expect(ran.code).toBe(0)
    expect(ran.stdout).toMatch(/^warning +The account is disabled/m)
    const [pass] = jsonLines((await place.run('create', 'off', '--deliver', 'email', '--json')).stdout)
    expect(pass).toMatchObject({ usability: 'userDisabled', warnings: [{ code: 'userDisabled' }] })
  })

  it('policy set changes a nested field, prints the change, and keeps the fields beside it', async () => {
    const set = await place.run('policy', 'set', 'isUsableOnce=true', 'issuing.maximumPerHour.actor=7')
    expect(set.stdout).toMatch(/isUsableOnce +false +true/)
    await place.run('policy', 'set', 'issuing.isTicketRequired=true')
    const [policy] = jsonLines((await place.run('policy', 'show', '--json')).stdout)
    expect(policy).toMatchObject({
      isUsableOnce: true,
      issuing: { isTicketRequired: true, maximumPerHour: { actor: 7 } },
    })
    place.write('policy.json', JSON.stringify(policy))
    expect((await place.run('policy', 'set', '--file', 'policy.json')).stdout).toContain('Nothing changed')
    // As some editors save it.
    place.write('policy.json', `\uFEFF${JSON.stringify(policy)}`)
    expect((await place.run('policy', 'set', '--file', 'policy.json')).stdout).toContain('Nothing changed')
    place.write('policy.json', '{"isUsableOnce":true,"isUsableOnce":false}')
    const twice = await place.run('policy', 'set', '--file', 'policy.json')
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('gives each field once') })
  })

  it('explain acts as the configured actor, or as the user of --as with their roles', async () => {
    expect((await place.run('explain', 'ada', '--as', 'bob')).code).toBe(1)
    expect((await place.run('explain', 'ada', '--as', 'eve')).code).toBe(0)
    expect((await place.run('explain', 'ada')).code).toBe(0)
    const actors = place.lines('events').map(({ actor }) => actor)
    expect(actors.slice(-2)).toEqual([
      { kind: 'user', id: 'eve' },
      { kind: 'system', id: 'operator' },
    ])
  })

  it('list prints the passes of one tenant', async () => {
    await place.run('create', 'ada', '--deliver', 'email')
    expect(jsonLines((await place.run('list', '--json')).stdout)).toHaveLength(1)
    expect(jsonLines((await place.run('list', '--json', '--tenant', 'other')).stdout)).toEqual([])
  })

  it('create, explain, list and delete print a pass as text and as JSON', async () => {
    const [made] = jsonLines((await place.run('create', 'ada', '--deliver', 'email', '--once', '--json')).stdout)
    expect(Object.keys(made ?? {})).not.toContain('temporaryAccessPass')
    const [explained] = jsonLines((await place.run('explain', 'ada', '--json')).stdout)
    expect(explained).toMatchObject({ userId: 'ada', usability: 'usable', advice: 'none', pass: { id: made?.['id'] } })
    expect((await place.run('explain', 'ada')).stdout).toContain('The pass can be used once until')
    expect((await place.run('list')).stdout).toMatch(/^user +usability .*\nada +usable /)
    expect((await place.run('list', '--usability', 'expired')).stdout).toBe('No passes found.\n')
    expect((await place.run('delete', 'ada', '--pass', '00000000-0000-4000-8000-000000000000')).code).toBe(1)
    const [gone] = jsonLines((await place.run('delete', 'ada', '--cascade', '--json')).stdout)
    expect(gone).toEqual({ userId: 'ada', passId: made?.['id'], registrations: [] })
  })

  it('unlock, sweep, reseal and send-notices succeed and print their counts', async () => {
    await place.run('create', 'ada', '--deliver', 'email')
    expect(await place.run('unlock', 'ada', '-j', 'called back')).toMatchObject({ code: 0 })
    expect(jsonLines((await place.run('sweep', '--json')).stdout)).toEqual([{ deleted: 0, isDone: true }])
    expect(jsonLines((await place.run('reseal', '--json')).stdout)).toEqual([{ resealed: 0, remaining: 0 }])
    expect(jsonLines((await place.run('send-notices', '--json')).stdout)).toEqual([{ sent: 0, remaining: 0 }])
  })

  it('reseal encrypts documents of an older key again', async () => {
    await place.run('create', 'ada', '--deliver', 'email')
    const config = place.read('tap.config.mjs')
    const keys = "keys: [{ id: 'second', secret: 'A'.repeat(43) }, { id: 'first'"
    place.write('rotated.mjs', config.replace("keys: [{ id: 'first'", keys))
    const [sealed] = jsonLines((await place.run('reseal', '--json', '--config', 'rotated.mjs')).stdout)
    expect(sealed).toMatchObject({ remaining: 0 })
    expect(sealed?.['resealed']).toBeGreaterThan(0)
  })

  it('schema prints the statement that the store runs', async () => {
    const { default: Database } = await import('better-sqlite3')
    const { schema } = sqliteStore({ database: new Database(':memory:'), table: 'passes' })
    expect((await place.run('schema', 'sqlite', '--table', 'passes')).stdout).toBe(`${schema}\n`)
    for (const kind of ['postgres', 'mysql']) expect((await place.run('schema', kind)).stdout).toContain('CREATE TABLE')
  })

  it('init writes a configuration that works, and never overwrites one', async () => {
    expect((await place.run('init')).code).toBe(2)
    for (const store of ['sqlite', 'postgres', 'mysql']) {
      const other = createPlace()
      other.write('package.json', '{"type":"module"}')
      const { rmSync } = await import('node:fs')
      rmSync(join(other.folder, 'tap.config.mjs'))
      expect((await other.run('init', '--store', store)).stdout).toContain('tap.config.js')
      // The other two need a running database.
      if (store === 'sqlite') expect(await other.run('list')).toMatchObject({ code: 0, stderr: '' })
      expect(other.read('tap.config.js')).toContain(`${store}Store(`)
      other.remove()
    }
  })

  it('explain prints no control characters of a user name', async () => {
    const ran = await place.onTerminal('explain', 'a\u001b]0;owned\u0007da')
    expect(ran.stdout).not.toContain('\u001b]')
  })
})
