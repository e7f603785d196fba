import { millisecondsInMinute } from 'date-fns/constants'
import type { PlannedPass } from '../../api/passes.js'
import type { Actor } from '../../core/access/actor.js'
import { cleanText } from '../../core/event/clean-text.js'
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
import type { Told, Trail } from '../audited.js'
import { audited } from '../audited.js'
import { askOnUser } from '../authorize.js'
import { changePerson } from '../change-user.js'
import type { Deps } from '../deps.js'
import { askIssue } from '../issuing/count-issue.js'
import { parsePassRow } from '../issuing/input.js'
import type { Order } from '../issuing/store-pass.js'
import { refuseObjections } from '../issuing/store-pass.js'
import type { Loaded } from '../load.js'
import { load, readable, writePerson } from '../load.js'
import type { RowPlace } from './duplicate-guard.js'

/** What all rows of a run have in common. */
export interface Run {
  readonly actor: Actor
  readonly isDryRun: boolean
  /** The input, for the context of each event. */
  readonly input: { readonly context?: unknown }
}

/** What became of a row. */
export type Fate =
  | { readonly outcome: 'created'; readonly pass: IssuedPass | Pass }
  | { readonly outcome: 'unchanged'; readonly pass?: Pass | undefined }
  | { readonly outcome: 'planned'; readonly plan: PlannedPass }
  | { readonly outcome: 'refused'; readonly error: AnyTapError }

/** A row that is over, but for telling of it. */
export interface RowDone {
  readonly fate: Fate
  /** For after the telling: puts on record that the code was handed on. Where that fails, a later run issues anew. */
  readonly confirm?: (() => Promise<void>) | undefined
}

interface Decided {
  readonly user: DirectoryUser
  readonly fate: Fate
}

const longestName = 512

/** One row is one call of `passes.create`: asked, judged, counted and told as that. Throws what no caller can have meant. */
export async function createRow(deps: Deps, run: Run, row: unknown, place: RowPlace): Promise<RowDone> {
  try {
    const { user, fate } = await audited(deps, 'passes.create', run.input, (trail) =>
      decide(deps, trail, run, row, place),
    )
    if (fate.outcome !== 'created') return { fate }
    const confirm = (): Promise<void> => confirmTold(deps, user, fate.pass.id)
    if ('temporaryAccessPass' in fate.pass) return { fate, confirm }
    await confirm()
    return { fate }
  } catch (error) {
    if (!isTapError(error)) throw error
    return { fate: { outcome: 'refused', error } }
  } finally {
    place.leave()
  }
}

async function decide(deps: Deps, trail: Trail, run: Run, row: unknown, place: RowPlace): Promise<Told<Decided>> {
  const { tenantId, ports } = deps
  const settings = { hasDeliverer: ports.deliver !== undefined, nowMs: ports.nowMs() }
  const { user: name, idempotencyKey, request } = parsePassRow(row, settings)
  const question = await askOnUser(deps, trail, 'passes.create', { actor: run.actor, user: name })
  const { user, actor } = question
  const isFirst = await place.meet(user.id)
  const key = hashIdempotencyKey(tenantId, idempotencyKey)
  const loaded = await load(deps, user)
  const { document } = loaded.person
  if (isFirst ? isSettled(document, key) : isIssuedFor(document, key)) return looked(deps, user, loaded)
  if (!isFirst) throw new InvalidInputError([namedTwice(name)])
  const order: Order = { ...orderOf(run.actor, question, request), idempotencyKey: key }
  if (run.isDryRun) return plan(deps, { order, actor }, loaded)
  const { answer: pass, ...told } = await issuePass(deps, trail, { order, actor }, loaded)
  return { ...told, answer: { user, fate: { outcome: 'created', pass } } }
}

function looked(deps: Deps, user: DirectoryUser, { policy: held, person }: Loaded): Told<Decided> {
  const { policy } = readable(held)
  const nowMs = deps.ports.nowMs()
  const { pass: record, wrongCodes } = person.document ?? { wrongCodes: { consecutive: 0 } }
  const pass = record && describePass(user.id, record, { wrongCodes, policy, user, nowMs })
  return { answer: { user, fate: { outcome: 'unchanged', pass } }, event: seen(pass?.id) }
}

async function plan(deps: Deps, { order, actor }: Placed, { policy: held, person }: Loaded): Promise<Told<Decided>> {
  const { user, request } = order
  const { policy } = readable(held)
  const nowMs = deps.ports.nowMs()
  refuseObjections(order, { policy: held, person }, nowMs)
  await askIssue(deps, policy.issuing, { actor, userId: user.id })
  const { startAtMs, endAtMs, isUsableOnce } = planPass(policy, request, nowMs)
  const replacedPassId = person.document?.pass?.id
  const plan: PlannedPass = {
    userId: user.id,
    startDateTime: new Date(startAtMs),
    endDateTime: new Date(endAtMs),
    lifetimeInMinutes: (endAtMs - startAtMs) / millisecondsInMinute,
    isUsableOnce,
    replacedPassId,
  }
  return { answer: { user, fate: { outcome: 'planned', plan } }, event: seen(replacedPassId) }
}

function seen(passId: string | undefined): Told<Decided>['event'] {
  return { type: 'pass.read', details: { verb: 'passes.create', passId } }
}

function namedTwice(name: string): InvalidInputError['issues'][number] {
  const message = `${cleanText(name, longestName)} is named by an earlier row of this run; the first row counts`
  return { code: 'duplicate', field: 'user', message }
}

async function confirmTold(deps: Deps, user: DirectoryUser, passId: string): Promise<void> {
  try {
    await changePerson<void>(deps, user, {
      decide: (state, commitId) => {
        const { document } = state.person
        const issuedFor = document && withTold(document, passId)
        if (!issuedFor) return { answer: undefined }
        return { answer: undefined, write: writePerson(deps, state, changed(document, commitId, { issuedFor })) }
      },
    })
  } catch (error) {
    if (!isTapError(error)) throw error
  }
}
