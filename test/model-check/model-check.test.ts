import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { jobs } from './jobs.js'
import { modelLaws } from './laws.js'
import { folder, namesIn } from './names.js'
import { isAsExpected } from './report.js'
import { storyOf } from './story.js'
import { verdictOf } from './verdict.js'

const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const all = [...jobs(false), ...jobs(true)]

/** The names between a comment of the model and the next empty line. */
function section(file: string, heading: string): readonly string[] {
  const [, rest = ''] = textOf(file).split(heading)
  const [body = ''] = rest.split('\n\n')
  return [...body.matchAll(/^#define ([A-Z_]+)/gm)].map(([, name = '']) => name)
}

describe('the searches of the model', () => {
  it.each([
    ['settings.pml', 'commit.pml', '/* The rules.', 20],
    ['liveness.pml', 'liveness.pml', '#define NONE 9\n\n', 5],
  ])('remove every rule of %s at least once', (file, model, heading, count) => {
    const rules = section(file, heading)
    const names = namesIn(file)
    const removed = all.filter((job) => job.model === model).map(({ environment }) => environment['REMOVED'])
    expect(rules).toHaveLength(count)
    expect(rules.filter((rule) => !removed.includes(String(names.get(rule))))).toEqual([])
  })

  it('break every law at least once', () => {
    const broken = new Set(all.map(({ breaks }) => breaks))
    expect(Object.keys(modelLaws).filter((law) => !broken.has(law as keyof typeof modelLaws))).toEqual([])
  })

  it('let every role act while all rules are in force', () => {
    const roles = section('settings.pml', '/* What a caller does')
    const acting = all
      .filter(({ breaks }) => breaks === undefined)
      .flatMap(({ environment }) => Object.entries(environment))
    const numbers = new Set(acting.filter(([name]) => name.startsWith('ROLE_')).map(([, value]) => value))
    const names = namesIn('settings.pml')
    expect(roles).toHaveLength(9)
    expect(roles.filter((role) => !numbers.has(String(names.get(role))))).toEqual([])
  })
})

describe('the laws of the model', () => {
  it('have the same names in the model and in the list of sentences', () => {
    const asserted = [
      ...textOf('laws.pml').matchAll(/LAW\((\w+), /g),
      ...textOf('commit.pml').matchAll(/LAW\((\w+), /g),
    ]
    const eventual = [...textOf('liveness.pml').matchAll(/^ltl (\w+)/gm)]
    const names = [...asserted, ...eventual].map(([, name = '']) => name).filter((name) => name !== 'name')
    expect([...new Set(names)].sort()).toEqual(Object.keys(modelLaws).sort())
  })

  it('can each be ignored by a search for another law', () => {
    const text = textOf('laws.pml')
    const asserted = Object.keys(modelLaws).filter((law) => !textOf('liveness.pml').includes(`ltl ${law}`))
    expect(asserted.filter((law) => !text.includes(`${law} = setting("IGNORE_${law}")`))).toEqual([])
  })
})

describe('the table of rules in the README', () => {
  const [, table = ''] = textOf('README.md').split('## Where the rules are in the code')
  const rows = [...table.matchAll(/^\| (`[A-Z_`, ]+`) \| .+ \| `([\w./-]+)`: `(\w+)` \|$/gm)]

  it('names every rule of both models, and no other', () => {
    const named = rows.flatMap(([, rules = '']) => rules.replaceAll('`', '').split(', '))
    const rules = [...section('settings.pml', '/* The rules.'), ...section('liveness.pml', '#define NONE 9\n\n')]
    expect(named.sort()).toEqual(rules.sort())
  })

  it.each(rows.map(([, rules, file = '', name = '']) => ({ rules, file, name })))(
    'leads from $rules to $name in $file',
    ({ file, name }) => {
      const path = new URL(`../../${file}`, folder)
      expect(existsSync(path)).toBe(true)
      expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`))
    },
  )

  it('says how many commit ids the code keeps', () => {
    const source = readFileSync(new URL('../../src/core/user-document/user-document.ts', folder), 'utf8')
    const kept = /const commitIdsKept = (\d+)/.exec(source)?.[1]
    expect(textOf('README.md')).toContain(`The ${kept} commit ids of the code`)
  })
})

describe('a verdict', () => {
  const complete = 'State-vector 208 byte, depth reached 412, errors: 0\n   2354 states, stored\n'

  it('is that every law holds only if the search visited everything', () => {
    expect(verdictOf(complete)).toEqual({ kind: 'holds', states: 2354 })
    expect(verdictOf(`error: max search depth too small\n${complete}`)).toMatchObject({ kind: 'incomplete' })
    expect(verdictOf(`Warning: Search not completed\n${complete}`)).toMatchObject({ kind: 'incomplete' })
    expect(verdictOf('')).toMatchObject({ kind: 'incomplete' })
  })

  it('names the law that is broken', () => {
    const output = 'pan:1: assertion violated (usedOnce||(signedIn[code]<=1)) (at depth 9)\n 84 states, stored\n'
    expect(verdictOf(output)).toEqual({ kind: 'broken', what: 'usedOnce', states: 84 })
  })

  it('counts as expected only for the law that the removed rule breaks', () => {
    const job = { name: '', model: 'commit.pml', args: [], environment: {}, breaks: 'usedOnce' } as const
    expect(isAsExpected(job, { kind: 'broken', what: 'usedOnce', states: 1 })).toBe(true)
    expect(isAsExpected(job, { kind: 'broken', what: 'storedOnce', states: 1 })).toBe(false)
    expect(isAsExpected(job, { kind: 'holds', states: 1 })).toBe(false)
    expect(isAsExpected({ ...job, breaks: undefined }, { kind: 'broken', what: 'usedOnce', states: 1 })).toBe(false)
  })
})

describe('a story', () => {
  it('tells a counterexample in the words of the model', () => {
    const replay = [
      'CALLER 1 reads revision 2: pass 1, ended 1 by 5, wrong codes 0',
      '  written, answer lost',
      '  1:  proc 0 (init)',
      'CALLER 1 returns 57',
      'pan:1: assertion violated (usedOnce||(signedIn[1]<=1)) (at depth 9)',
    ].join('\n')
    expect(storyOf(replay, { ROLE_1: '3', PASS_1: '1' }, namesIn('settings.pml'))).toEqual([
      'CALLER 1 calls SIGN_IN_TOGETHER, pass 1',
      'CALLER 1 reads revision 2: pass 1, USED, wrong codes 0',
      '  written, answer lost',
      'CALLER 1 returns OK, WRONG_CODE, REFUSED',
      'Broken: a one-time pass signs in at most once (usedOnce)',
    ])
  })
})
