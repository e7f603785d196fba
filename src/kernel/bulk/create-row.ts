import { millisecondsInMinute } from 'date-fns/constants'
import type { PlannedPass } from '../../api/passes.js'
import type { Actor } from '../../core/access/actor.js'
import { cleanText } from '../../core/event/clean-text.js'
import { inputIssue } from '../../core/input/input-issue.js'
import { planPass } from '../../core/pass/create.js'
import { describePass } from '../../core/pass/describe.js'
import type { IssuedPass, Pass } from '../../core/pass/pass.js'
import { hashIdempotencyKey, isIssuedFor, isSettled, withTold } from '../../core/user-document/issued-for.js'
import { changed } from '../../core/user-document/user-document.js'
import type { AnyTapError } from '../../errors.js'
import { InvalidInputError, isTapError } from '../../errors.js'
import type { DirectoryUser } from '../../ports/directory.js'
import type { Placed } from '../../verbs/passes/create.js'
import { issuePass, orderOf } from '../../verbs/passes/create.js'
import type { AuditContext, CallResult } from '../audited.js'
import { audited } from '../audited.js'
import { askOnUser } from '../authorize.js'
import { changeUser } from '../change-user.js'
import type { Deps } from '../deps.js'
import { checkIssueLimits } from '../issuing/count-issue.js'
import { parsePassRow } from '../issuing/input.js'
import type { PassOrder } from '../issuing/store-pass.js'
import { refuseObjections } from '../issuing/store-pass.js'
import { load, requireReadable, writeUser } from '../load.js'
import type { Loaded } from '../loaded.js'
import type { RowClaim } from './duplicate-guard.js'

/** What all rows of a run have in common. */
export interface BulkRun {
  readonly actor: Actor
  readonly isDryRun: boolean
  /** The input, for the context of each event. */
  readonly input: { readonly context?: unknown }
}

/** What became of a row. */
export type RowOutcome =
  | { readonly outcome: 'created'; readonly pass: IssuedPass | Pass }
  | { readonly outcome: 'unchanged'; readonly pass?: Pass | undefined }
  | { readonly outcome: 'planned'; readonly plan: PlannedPass }
  | { readonly outcome: 'refused'; readonly error: AnyTapError }

/** A row that is over, but for telling of it. */
export interface FinishedRow {
  readonly result: RowOutcome
  /** For after the telling: puts on record that the code was handed on. Where that fails, a later run issues anew. */
  readonly confirm?: (() => Promise<void>) | undefined
}

interface Decided {
  readonly user: DirectoryUser
  readonly result: RowOutcome
}

const maxNameLength = 512

/** One row is one call of `passes.create`: asked, judged, counted and told as that. Throws what no caller can have meant. */
export async function createRow(deps: Deps, run: BulkRun, row: unknown, place: RowClaim): Promise<FinishedRow> {
  try {
    const { user, result } = await audited(deps, 'passes.create', run.input, (audit) =>
      decide(deps, audit, run, row, place),
    )
    if (result.outcome !== 'created') return { result }
    const confirm = (): Promise<void> => confirmTold(deps, user, result.pass.id)
    if ('temporaryAccessPass' in result.pass) return { result, confirm }
    await confirm()
    return { result }
  } catch (error) {
    if (!isTapError(error)) throw error
    return { result: { outcome: 'refused', error } }
  } finally {
    place.release()
  }
}

async function decide(
  deps: Deps,
  audit: AuditContext,
  run: BulkRun,
  row: unknown,
  place: RowClaim,
): Promise<CallResult<Decided>> {
  const { tenantId, ports } = deps
  const settings = { hasDeliverer: ports.deliver !== undefined, nowMs: ports.nowMs() }
  const { user: name, idempotencyKey, request } = parsePassRow(row, settings)
  const question = await askOnUser(deps, audit, 'passes.create', { actor: run.actor, user: name })
  const { user, actor } = question
  const isFirst = await place.claim(user.id)
  const key = hashIdempotencyKey(tenantId, idempotencyKey)
  const loaded = await load(deps, user)
  const { document } = loaded.loadedUser
  if (isFirst ? isSettled(document, key) : isIssuedFor(document, key)) return looked(deps, user, loaded)
  if (!isFirst) throw new InvalidInputError([namedTwice(name)])
  const order: PassOrder = { ...orderOf(run.actor, question, request), idempotencyKey: key }
  if (run.isDryRun) return plan(deps, { order, actor }, loaded)
  const { value: pass, ...told } = await issuePass(deps, audit, { order, actor }, loaded)
  return { ...told, value: { user, result: { outcome: 'created', pass } } }
}

function looked(deps: Deps, user: DirectoryUser, { policy: held, loadedUser }: Loaded): CallResult<Decided> {
  const { policy } = requireReadable(held)
  const nowMs = deps.ports.nowMs()
  const { pass: record, wrongCodes } = loadedUser.document ?? { wrongCodes: { consecutive: 0 } }
  const pass = record && describePass(user.id, record, { wrongCodes, policy, user, nowMs })
  return { value: { user, result: { outcome: 'unchanged', pass } }, event: seen(pass?.id) }
}

async function plan(
  deps: Deps,
  { order, actor }: Placed,
  { policy: held, loadedUser }: Loaded,
): Promise<CallResult<Decided>> {
  const { user, request } = order
  const { policy } = requireReadable(held)
  const nowMs = deps.ports.nowMs()
  refuseObjections(order, { policy: held, loadedUser }, nowMs)
  await checkIssueLimits(deps, policy.issuing, { actor, userId: user.id })
  const { startAtMs, endAtMs, isUsableOnce } = planPass(policy, request, nowMs)
  const replacedPassId = loadedUser.document?.pass?.id
  const plan: PlannedPass = {
    userId: user.id,
    startDateTime: new Date(startAtMs),
    endDateTime: new Date(endAtMs),
    lifetimeInMinutes: (endAtMs - startAtMs) / millisecondsInMinute,
    isUsableOnce,
    replacedPassId,
  }
  return { value: { user, result: { outcome: 'planned', plan } }, event: seen(replacedPassId) }
}

function seen(passId: string | undefined): CallResult<Decided>['event'] {
  return { type: 'pass.read', details: { call: 'passes.create', passId } }
}

function namedTwice(name: string): InvalidInputError['issues'][number] {
  return inputIssue('duplicate', 'user', 'input.duplicateUser', { user: cleanText(name, maxNameLength) })
}

async function confirmTold(deps: Deps, user: DirectoryUser, passId: string): Promise<void> {
  try {
    await changeUser<void>(deps, user, {
      decide: (state, commitId) => {
        const { document } = state.loadedUser
        const issuedFor = document && withTold(document, passId)
        if (!issuedFor) return { value: undefined }
        return { value: undefined, write: writeUser(deps, state, changed(document, commitId, { issuedFor })) }
      },
    })
  } catch (error) {
    if (!isTapError(error)) throw error
  }
}
