import { resolve } from 'node:path'
import type { Policy, PolicyPatch } from '../../../src/index.js'
import { parseJson, parseJsonObject } from '../../http/strict-json.js'
import type { ExitCode } from '../exit-codes.js'
import { CommandError, exitCodes } from '../exit-codes.js'
import { printJson, printLine, printTable } from '../output.js'
import { policyRows } from '../policy-rows.js'
import type { SessionFlags } from '../session.js'
import { withSession } from '../session.js'
import type { Terminal } from '../terminal.js'
import { readTextFile } from '../text-file.js'

export interface PolicySetFlags extends SessionFlags {
  readonly file?: string | undefined
}

/** Arguments change the stored policy field by field. The library checks the result as a whole. */
export async function runPolicySet(
  terminal: Terminal,
  flags: PolicySetFlags,
  typed: readonly string[],
): Promise<ExitCode> {
  const fromFile = flags.file === undefined ? {} : await readPatch(resolve(terminal.folder, flags.file))
  const assignments = typed.map(readAssignment)
  if (flags.file === undefined && assignments.length === 0)
    throw new CommandError('Name the fields to change, as field=value or with --file.')
  return withSession(terminal, flags, async ({ tap, ...call }) => {
    const before = await tap.policy.get(call)
    const patch = { ...fromFile } as PolicyFields
    for (const assignment of assignments) assign(patch, before, assignment)
    const after = await tap.policy.update({ ...call, patch: patch as PolicyPatch })
    if (flags.json) await printJson(terminal, after)
    else await printChanges(terminal, before, after)
    return exitCodes.done
  })
}

type PolicyFields = { [name: string]: unknown }

interface Assignment {
  readonly path: readonly string[]
  readonly value: unknown
}

function readAssignment(text: string): Assignment {
  const [, field, value] = /^([A-Za-z]+(?:\.[A-Za-z]+)*)=(.*)$/s.exec(text) ?? []
  if (field === undefined || value === undefined)
    throw new CommandError(`"${text}" must have the form field=value, such as isUsableOnce=true.`)
  return { path: field.split('.'), value: readValue(value) }
}

/** Reads JSON such as `true`, `30` and `["passkey"]`. Other text is a string. An empty text omits the field. */
function readValue(text: string): unknown {
  if (text === '') return undefined
  const parsed = parseJson(text)
  return parsed ? parsed.value : text
}

/** Setting one nested field keeps the other fields beside it. */
function assign(patch: PolicyFields, before: object, { path, value }: Assignment): void {
  const [name = '', ...inner] = path
  if (inner.length === 0) {
    patch[name] = value
    return
  }
  const stored = (before as PolicyFields)[name]
  const copy: PolicyFields = isFields(patch[name]) ? { ...patch[name] } : isFields(stored) ? { ...stored } : {}
  assign(copy, isFields(stored) ? stored : {}, { path: inner, value })
  patch[name] = copy
}

function isFields(value: unknown): value is PolicyFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function readPatch(path: string): Promise<PolicyFields> {
  const patch = parseJsonObject(await readTextFile(path))
  if (patch) return Object.fromEntries(patch)
  throw new CommandError(
    `${path} must contain one JSON object that gives each field once, nested at most 8 levels deep.`,
  )
}

async function printChanges(terminal: Terminal, before: Policy, after: Policy): Promise<void> {
  const old = new Map(policyRows(before).map(([field, value]) => [field, value]))
  const now = new Map(policyRows(after).map(([field, value]) => [field, value]))
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((field) => old.get(field) !== now.get(field))
  if (changed.length === 0) return printLine(terminal, 'Nothing changed. The policy has these values already.')
  const rows = changed.map((field) => [field, old.get(field) ?? '', now.get(field) ?? ''])
  await printTable(terminal, { headings: ['field', 'before', 'now'], rows })
}
