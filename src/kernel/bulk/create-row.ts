import { millisecondsInMinute } from 'date-fns/constants'
import type { CreateManyRow } from '../../api/passes.js'
import type { Actor } from '../../core/access/actor.js'
import { encodeId } from '../../core/event/clean-text.js'
import { inputIssue } from '../../core/input/create-issue.js'
import { planPass } from '../../core/pass/create.js'
import { describePass, warningsAbout } from '../../core/pass/describe.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import { hashIdempotencyKey, isIssuedFor, isSettled, withReceived } from '../../core/user-document/issued-for.js'
import { changed } from '../../core/user-document/user-document.js'
import type { AnyTapError } from '../../errors.js'
import { InvalidInputError, isTapError } from '../../errors.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { AuditContext, CallResult } from '../audited.js'
import { audited } from '../audited.js'
import { askOnUser, mayReadPass } from '../authorize.js'
import { changeUser } from '../change-user.js'
import type { Decision } from '../decision.js'
import type { Deps } from '../deps.js'
import { administratorOrder } from '../issuing/administrator-order.js'
import { checkIssueLimits } from '../issuing/count-issue.js'
import { issue } from '../issuing/issue.js'
import { refuseObjections } from '../issuing/objections.js'
import type { PassOrder } from '../issuing/order.js'
import { load, requireReadable, writeUser } from '../load.js'
import type { Loaded } from '../loaded.js'
import type { RowClaim } from './duplicate-guard.js'
import { parsePassRow } from './input.js'

type Plan = Extract<CreateManyRow, { readonly outcome: 'planned' }>['plan']

/** The input of `createMany` without its rows. */
export interface BulkRun {
  readonly actor: Actor
  readonly isDryRun: boolean
  readonly input: { readonly context?: unknown }
}

export type RowOutcome =
  | { readonly outcome: 'created'; readonly pass: IssuedPass | Pass }
  | { readonly outcome: 'unchanged'; readonly pass?: Pass | undefined }
  | { readonly outcome: 'planned'; readonly plan: Plan }
  | { readonly outcome: 'refused'; readonly error: AnyTapError }

export interface FinishedRow {
  readonly result: RowOutcome
  /** Runs once the caller has received the code. If it fails, a later run issues a new pass for the row. */
  readonly confirm?: (() => Promise<void>) | undefined
}

interface RowResult {
  readonly user: DirectoryUser
  readonly result: RowOutcome
}

/** Handles one row like one call of `passes.create`, with an event of its own. Throws only what is not a `TapError`. */
export async function createRow(deps: Deps, run: BulkRun, row: unknown, claim: RowClaim): Promise<FinishedRow> {
  try {
    const { user, result } = await audited(deps, 'passes.create', run.input, (audit) =>
      decideRow(deps, audit, run, row, claim),
    )
    if (result.outcome !== 'created') return { result }
    const confirm = (): Promise<void> => confirmReceived(deps, user, result.pass.id)
    if ('temporaryAccessPass' in result.pass) return { result, confirm }
    await confirm()
    return { result }
  } catch (error) {
    if (!isTapError(error)) throw error
    return { result: { outcome: 'refused', error } }
  } finally {
    claim.release()
  }
}

async function decideRow(
  deps: Deps,
  audit: AuditContext,
  run: BulkRun,
  row: unknown,
  claim: RowClaim,
): Promise<CallResult<RowResult>> {
  const { tenantId, ports } = deps
  const settings = { hasDeliverer: ports.deliver !== undefined, nowMs: ports.nowMs() }
  const { user: identifier, idempotencyKey, request } = parsePassRow(row, settings)
  const question = await askOnUser(deps, audit, 'passes.create', { actor: run.actor, user: identifier })
  const { user } = question
  const isFirst = await claim.claim(user.id)
  const key = hashIdempotencyKey(tenantId, idempotencyKey)
  const isDone = ({ loadedUser: { document } }: Loaded): boolean =>
    isFirst ? isSettled(document, key) : isIssuedFor(document, key)
  const found = await load(deps, user)
  // A dry run writes nothing, and shows what the store shows.
  const loaded = isDone(found) && !run.isDryRun ? await confirmDone(deps, user, found, isDone) : found
  const isShown = (): Promise<boolean> => mayReadPass(deps, run.actor, question)
  if (isDone(loaded)) return unchanged(deps, user, loaded, await isShown())
  if (!isFirst) throw new InvalidInputError([duplicateUser(identifier)])
  const order: PassOrder = { ...administratorOrder(run.actor, question, request), idempotencyKey: key }
  if (run.isDryRun) return plan(deps, order, loaded, isShown)
  const { value: pass, ...call } = await issue(deps, audit, order, loaded)
  return { ...call, value: { user, result: { outcome: 'created', pass } } }
}

/** Stores the document again while nothing is left to do for the row. Returns the document that it decided on. */
function confirmDone(
  deps: Deps,
  user: DirectoryUser,
  found: Loaded,
  isDone: (loaded: Loaded) => boolean,
): Promise<Loaded> {
  const decide = (loaded: Loaded): Decision<Loaded> => ({
    value: loaded,
    restsOnRead: isDone(loaded) ? undefined : 'check',
  })
  return changeUser(deps, user, { decide }, found)
}

function unchanged(deps: Deps, user: DirectoryUser, loaded: Loaded, isShown: boolean): CallResult<RowResult> {
  const { policy } = requireReadable(loaded.policy)
  const nowMs = deps.ports.nowMs()
  const { pass: record, wrongCodes } = loaded.loadedUser.document ?? { wrongCodes: { consecutive: 0 } }
  const pass = isShown && record ? describePass(user.id, record, { wrongCodes, policy, user, nowMs }) : undefined
  return { value: { user, result: { outcome: 'unchanged', pass } }, event: passRead(pass?.id) }
}

async function plan(
  deps: Deps,
  order: PassOrder,
  loaded: Loaded,
  isShown: () => Promise<boolean>,
): Promise<CallResult<RowResult>> {
  const { user, request } = order
  const { policy } = requireReadable(loaded.policy)
  const nowMs = deps.ports.nowMs()
  refuseObjections(order, loaded, nowMs)
  await checkIssueLimits(deps, policy.issuing, order)
  const { startAtMs, endAtMs, isUsableOnce } = planPass(policy, request, nowMs)
  const currentPassId = loaded.loadedUser.document?.pass?.id
  const replacedPassId = currentPassId !== undefined && (await isShown()) ? currentPassId : undefined
  const plan: Plan = {
    userId: user.id,
    startDateTime: new Date(startAtMs),
    endDateTime: new Date(endAtMs),
    lifetimeInMinutes: (endAtMs - startAtMs) / millisecondsInMinute,
    isUsableOnce,
    replacedPassId,
    warnings: warningsAbout(user),
  }
  return { value: { user, result: { outcome: 'planned', plan } }, event: passRead(replacedPassId) }
}

function passRead(passId: string | undefined): CallResult<RowResult>['event'] {
  return { type: 'pass.read', details: { call: 'passes.create', passId } }
}

function duplicateUser(identifier: string): InvalidInputError['issues'][number] {
  return inputIssue('duplicate', 'user', 'input.duplicateUser', { user: encodeId(identifier) })
}

async function confirmReceived(deps: Deps, user: DirectoryUser, passId: string): Promise<void> {
  try {
    await changeUser<void>(deps, user, {
      decide: (state, commitId) => {
        const { document } = state.loadedUser
        const issuedFor = document && withReceived(document, passId)
        if (!issuedFor) return { value: undefined, restsOnRead: 'housekeeping' }
        return { value: undefined, write: writeUser(deps, state, changed(document, commitId, issuedFor)) }
      },
    })
  } catch (error) {
    if (!isTapError(error)) throw error
  }
}
