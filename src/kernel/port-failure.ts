import { readMember } from '../core/input/own-fields.js'
import { messageText } from '../core/message/english.js'
import type { MessageText } from '../core/message/message-text.js'
import { PortFailedError } from '../errors.js'
import { storeOutcome } from '../ports/store-error.js'
import type { Timer } from '../ports/timer.js'

/** What the library itself found wrong with a port. Its message is safe to show: it quotes nothing of the port. */
export class PortProblem extends Error {
  override readonly name = 'PortProblem'
  readonly text: MessageText
  constructor(text: MessageText) {
    super(text.message)
    this.text = text
  }
}

/** One call of a port, and the time that it may take. */
export interface PortCall {
  readonly port: PortFailedError['port']
  readonly operation: string
  readonly timer: Timer
  readonly deadlineMs: number
}

/** @throws {@link PortFailedError} whatever the port throws, returns or leaves undone. */
export async function callPort<T>(
  { port, operation, timer, deadlineMs }: PortCall,
  work: () => T | Promise<T>,
): Promise<T> {
  let isSettled = false
  try {
    return await timer.within(deadlineMs, async () => {
      try {
        return await work()
      } finally {
        isSettled = true
      }
    })
  } catch (cause) {
    if (isSettled) throw portFailure(port, operation, cause)
    throw new PortFailedError(port, operation, cause, messageText('port.deadline', { seconds: deadlineMs / 1_000 }))
  }
}

/** Returns the error of a failed port, with a sentence for the causes that the library recognises. */
export function portFailure(port: PortFailedError['port'], operation: string, cause: unknown): PortFailedError {
  return new PortFailedError(port, operation, cause, recognised(cause))
}

/** A port may throw anything, also a proxy that throws when it is looked at. */
function recognised(cause: unknown): MessageText | undefined {
  try {
    return problemOf(cause)
  } catch {
    return undefined
  }
}

function problemOf(cause: unknown): MessageText | undefined {
  if (cause instanceof PortProblem) return cause.text
  const table = readMember(cause, 'missingTable')
  if (typeof table === 'string' && tableName.test(table)) return messageText('port.noTable', { table })
  if (isUnreachable(cause)) return messageText('port.unreachable')
  return storeOutcome(cause) === 'notWritten' ? messageText('port.notWritten') : undefined
}

/** Stores accept no other names, so that nothing else can enter the message here. */
const tableName = /^[A-Za-z_][A-Za-z0-9_]{0,49}$/

/** Codes of Node.js, fetch and the drivers for a connection that could not be made, or was lost. */
const connectionCodes: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'PROTOCOL_CONNECTION_LOST',
  'ER_GET_CONNECTION_TIMEOUT',
  'ER_SOCKET_UNEXPECTED_CLOSE',
])

/** What drivers without a code for it say. Compared as a whole, and never shown. */
const connectionMessages: ReadonlySet<unknown> = new Set([
  'Connection is closed.',
  'Connection terminated due to connection timeout',
  'Connection terminated unexpectedly',
  'Socket closed unexpectedly',
  'The client is closed',
  'The client is offline',
  'timeout exceeded when trying to connect',
])

/** Drivers wrap the error of the socket, so its causes count too. */
function isUnreachable(error: unknown, depth: number = 0): boolean {
  if (connectionCodes.has(readMember(error, 'code'))) return true
  if (connectionMessages.has(readMember(error, 'message'))) return true
  if (readMember(error, 'name') === 'MaxRetriesPerRequestError') return true
  return depth < 3 && readMember(error, 'cause') !== undefined && isUnreachable(readMember(error, 'cause'), depth + 1)
}
