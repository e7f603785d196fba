import * as z from 'zod/mini'
import { cleanText } from '../../core/event/clean-text.js'
import { isGuid, isId, isWellFormed } from '../../core/input/id.js'
import type { Expectation } from '../../core/input/issues.js'
import { issuesOf } from '../../core/input/issues.js'
import { plainCopy } from '../../core/input/plain-copy.js'
import { InvalidInputError } from '../../errors.js'
import { hashBinding } from '../../kernel/sign-in-input.js'
import type { ProverName } from '../../ports/prover.js'
import { proverNames } from '../model/rules.js'

const maxEmployeeIdLength = 128
const maxContactLength = 256

const clientBinding = z.string().check(z.minLength(1), z.maxLength(1_024), z.refine(isWellFormed))
const heldSchema = z.strictObject({ clientBinding })
const proveSchema = z.strictObject({ clientBinding, prover: z.enum(proverNames as [ProverName, ...ProverName[]]) })
const expected: Readonly<Record<string, Expectation>> = {
  '': { text: 'an object' },
  clientBinding: { text: 'text of 1 to 1,024 characters', isSecret: true, minimum: 1, maximum: 1_024 },
  prover: { text: `one of ${proverNames.join(', ')}` },
}

/** What somebody typed who wants a pass. `undefined`: nothing that could ever be right. */
export interface TypedRequest {
  readonly user: string
  readonly employeeId: string
  readonly contact: string | undefined
}

/** Which request, shown by which client. */
export interface RequesterRequest {
  /** `undefined`: nothing that could ever be one. */
  readonly requestId: string | undefined
  readonly clientBinding: string
}

/** @throws {@link InvalidInputError} for what the host says. */
export function readSubmit(
  input: unknown,
  tenantId: string,
): { readonly typed: TypedRequest | undefined; readonly clientBinding: string } {
  const { theirs, said } = split(input, ['user', 'employeeId', 'contact'])
  const { clientBinding } = read(heldSchema, said)
  return { typed: typedRequest(theirs), clientBinding: bound(tenantId, clientBinding) }
}

/** @throws {@link InvalidInputError} for what the host says. */
export function readRequesterRequest(input: unknown, tenantId: string): RequesterRequest {
  const { theirs, said } = split(input, ['requestId'])
  return { requestId: guid(theirs['requestId']), clientBinding: bound(tenantId, read(heldSchema, said).clientBinding) }
}

/** @throws {@link InvalidInputError} for what the host says. */
export function readEdit(
  input: unknown,
  tenantId: string,
): RequesterRequest & { readonly contact: string | undefined | 'malformed' } {
  const { theirs, said } = split(input, ['requestId', 'contact'])
  const { clientBinding } = read(heldSchema, said)
  const contact = optionalText(theirs['contact'])
  return { requestId: guid(theirs['requestId']), clientBinding: bound(tenantId, clientBinding), contact }
}

/** @throws {@link InvalidInputError} for what the host says. */
export function readProve(
  input: unknown,
  tenantId: string,
): RequesterRequest & { readonly prover: ProverName; readonly presented: unknown } {
  const { theirs, said } = split(input, ['requestId', 'presented'])
  const { clientBinding, prover } = read(proveSchema, said)
  const { presented } = theirs
  return { requestId: guid(theirs['requestId']), clientBinding: bound(tenantId, clientBinding), prover, presented }
}

function bound(tenantId: string, clientBinding: string): string {
  return hashBinding(tenantId, clientBinding) ?? ''
}

function typedRequest({ user, employeeId, contact }: TypedFields): TypedRequest | undefined {
  const reached = optionalText(contact)
  if (typeof user !== 'string' || !isId(user) || reached === 'malformed') return undefined
  if (typeof employeeId !== 'string' || !isId(employeeId) || employeeId.length > maxEmployeeIdLength) return undefined
  return { user, employeeId, contact: reached }
}

/** White space is no contact, and neither is a line that would forge another. */
function optionalText(text: unknown): string | undefined | 'malformed' {
  if (text === undefined || text === '') return undefined
  if (typeof text !== 'string' || text.length > maxContactLength || !isWellFormed(text)) return 'malformed'
  return cleanText(text, maxContactLength).trim() || undefined
}

function guid(text: unknown): string | undefined {
  return typeof text === 'string' && isGuid(text) ? text.toLowerCase() : undefined
}

type TypedFields = { readonly [name: string]: unknown }

/** What a stranger typed, apart from what the host says: it is a refusal and no mistake of the host's, whatever it is. */
function split(input: unknown, theirs: readonly string[]): { readonly theirs: TypedFields; readonly said: unknown } {
  try {
    const { context: _, ...all } = input as TypedFields
    const entries = Object.entries(all)
    return {
      theirs: Object.fromEntries(entries.filter(([name]) => theirs.includes(name))),
      said: Object.fromEntries(entries.filter(([name]) => !theirs.includes(name))),
    }
  } catch {
    return { theirs: {}, said: undefined }
  }
}

function read<Of>(schema: z.ZodMiniType<Of>, said: unknown): Of {
  const copy = plainCopy(said)
  const parsed = schema.safeParse(copy)
  if (parsed.success) return parsed.data
  throw new InvalidInputError(issuesOf(parsed.error.issues, copy, { name: 'input', isPrefixed: false, expected }))
}
