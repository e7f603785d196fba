import { cleanText } from '../../core/event/clean-text.js'
import type { ProverName } from '../../core/event/request-vocabulary.js'
import { proverNames } from '../../core/event/request-vocabulary.js'
import { isGuid, isId, isWellFormed } from '../../core/input/id.js'
import { maxContactLength, maxEmployeeIdLength } from '../../core/input/limits.js'
import { hashBinding } from '../../kernel/client-binding.js'
import { clientBinding, oneOf } from '../../kernel/input-fields.js'
import { publicInputParser } from '../../kernel/input-parser.js'

/** What the requester typed. */
export interface TypedRequest {
  readonly user: string
  readonly employeeId: string
  readonly contact: string | undefined
}

/** A request, and the client that names it. */
export interface RequesterRequest {
  /** `undefined`: the input can never be the id of a request. */
  readonly requestId: string | undefined
  readonly clientBinding: string
}

const submit = publicInputParser({ clientBinding }, ['user', 'employeeId', 'contact'])
const named = publicInputParser({ clientBinding }, ['requestId'])
const edit = publicInputParser({ clientBinding }, ['requestId', 'contact'])
const prove = publicInputParser({ clientBinding, prover: oneOf(proverNames) }, ['requestId', 'presented'])

/** Returns no `typed` for input that can never be right. @throws {@link InvalidInputError} */
export function readSubmit(
  input: unknown,
  tenantId: string,
): { readonly typed: TypedRequest | undefined; readonly clientBinding: string } {
  const { clientBinding } = submit.readHost(input)
  return { typed: typedRequest(submit.readClient(input)), clientBinding: hashBinding(tenantId, clientBinding) }
}

/** @throws {@link InvalidInputError} */
export function readRequesterRequest(input: unknown, tenantId: string): RequesterRequest {
  const { clientBinding } = named.readHost(input)
  return {
    requestId: lowerCaseGuid(named.readClient(input).requestId),
    clientBinding: hashBinding(tenantId, clientBinding),
  }
}

/** @throws {@link InvalidInputError} */
export function readEdit(
  input: unknown,
  tenantId: string,
): RequesterRequest & { readonly contact: string | undefined | 'malformed' } {
  const { clientBinding } = edit.readHost(input)
  const { requestId, contact } = edit.readClient(input)
  return {
    requestId: lowerCaseGuid(requestId),
    clientBinding: hashBinding(tenantId, clientBinding),
    contact: optionalLine(contact),
  }
}

/** @throws {@link InvalidInputError} */
export function readProve(
  input: unknown,
  tenantId: string,
): RequesterRequest & { readonly prover: ProverName; readonly presented: unknown } {
  const { clientBinding, prover } = prove.readHost(input)
  const { requestId, presented } = prove.readClient(input)
  return {
    requestId: lowerCaseGuid(requestId),
    clientBinding: hashBinding(tenantId, clientBinding),
    prover,
    presented,
  }
}

function typedRequest(typed: ReturnType<typeof submit.readClient>): TypedRequest | undefined {
  const { user, employeeId } = typed
  const contact = optionalLine(typed.contact)
  if (typeof user !== 'string' || !isId(user) || contact === 'malformed') return undefined
  if (typeof employeeId !== 'string' || !isId(employeeId) || employeeId.length > maxEmployeeIdLength) return undefined
  return { user, employeeId, contact }
}

/** A line break could forge a second entry in a log or a mail, so it is removed. White space alone is no contact. */
function optionalLine(text: unknown): string | undefined | 'malformed' {
  if (text === undefined || text === '') return undefined
  if (typeof text !== 'string' || text.length > maxContactLength || !isWellFormed(text)) return 'malformed'
  return cleanText(text, maxContactLength).trim() || undefined
}

function lowerCaseGuid(text: unknown): string | undefined {
  return typeof text === 'string' && isGuid(text) ? text.toLowerCase() : undefined
}
