import type { VerifyGrantInput } from '../../api/grants.js'
import { encodeId } from '../../core/event/clean-text.js'
import type { Grant, GrantRefusalReason, GrantResult } from '../../core/grant/grant.js'
import { objectionOffline, objectionToCurrentState } from '../../core/grant/judge.js'
import type { AuditContext } from '../../kernel/audited.js'
import { audited } from '../../kernel/audited.js'
import { hashBinding } from '../../kernel/client-binding.js'
import type { Deps } from '../../kernel/deps.js'
import { findUser } from '../../kernel/find-user.js'
import type { PresentedGrant } from '../../kernel/grants/input.js'
import { readVerifyInput } from '../../kernel/grants/input.js'
import { openGrant } from '../../kernel/grants/seal.js'
import { load, loadPolicy } from '../../kernel/load.js'
import type { Loaded } from '../../kernel/loaded.js'
import type { DirectoryUser } from '../../ports/directory.js'

export function verifyGrant(deps: Deps, input: VerifyGrantInput): Promise<GrantResult> {
  return audited<GrantResult>(deps, 'grants.verify', input, async (audit) => {
    const { purpose, homeTenantId, ...presented } = readVerifyInput(input)
    const shownTenant = homeTenantId === undefined ? undefined : encodeId(homeTenantId)
    const objection = homeTenantId === undefined ? undefined : await objectionToTenant(deps, homeTenantId, purpose)
    const home = homeTenantId === undefined ? deps : { ...deps, tenantId: homeTenantId }
    const checked = objection ? refusedGrant(objection) : await checkOffline(home, audit, presented, purpose)
    const current = checked.ok ? await checkCurrentState(home, audit, checked.grant) : checked
    if (!current.ok) {
      const details = { purpose, reason: current.reason, homeTenantId: shownTenant }
      return { value: current, event: { type: 'grant.refused', details } }
    }
    const { signIn } = current.grant
    return {
      value: { ok: true, signIn },
      event: { type: 'grant.verified', details: { purpose, passId: signIn.passId, homeTenantId: shownTenant } },
    }
  })
}

type CheckedGrant<Of> = (Of & { readonly ok: true }) | { readonly ok: false; readonly reason: GrantRefusalReason }

/** Checks the grant alone, without reading a document. */
export async function checkOffline(
  deps: Deps,
  audit: AuditContext,
  { grant: text, user: identifier, clientBinding }: PresentedGrant,
  purpose: Parameters<typeof objectionOffline>[1]['purpose'],
): Promise<CheckedGrant<{ readonly grant: Grant }>> {
  const { tenantId, ports } = deps
  const grant = openGrant(deps, await ports.keyRing(), tenantId, text)
  if (!grant) return refusedGrant('malformed')
  audit.userId = grant.signIn.userId
  const user = identifier === undefined ? undefined : await findUser(deps, audit, identifier)
  if (identifier !== undefined && !user) return refusedGrant('wrongUser')
  const claims = {
    purpose,
    userId: user?.id,
    clientBinding: clientBinding === undefined ? undefined : hashBinding(tenantId, clientBinding),
  }
  const objection = objectionOffline(grant, claims, ports.nowMs())
  return objection ? refusedGrant(objection) : { ok: true, grant }
}

/** Checks the grant against what the store and the directory know of the user now. */
async function checkCurrentState(
  deps: Deps,
  audit: AuditContext,
  grant: Grant,
): Promise<CheckedGrant<{ readonly grant: Grant; readonly user: DirectoryUser }>> {
  const { userId } = grant.signIn
  const user = await findUser(deps, audit, userId)
  if (user?.id !== userId) return refusedGrant('userDisabled')
  const objection = objectionNow(grant, user, await load(deps, user))
  return objection ? refusedGrant(objection) : { ok: true, grant, user }
}

export function objectionNow(
  grant: Grant,
  user: DirectoryUser,
  { policy, loadedUser }: Loaded,
): GrantRefusalReason | undefined {
  if (policy.unreadable ?? loadedUser.unreadable) return 'unreadable'
  return objectionToCurrentState(grant, { document: loadedUser.document, policy: policy.policy, user })
}

/** A grant of a trusted tenant opens sessions here, and registers no credentials. */
async function objectionToTenant(
  deps: Deps,
  homeTenantId: string,
  purpose: string,
): Promise<GrantRefusalReason | undefined> {
  const { policy } = await loadPolicy(deps)
  if (policy.unreadable) return 'unreadable'
  if (!policy.policy.trustedTenants.includes(homeTenantId)) return 'tenantNotTrusted'
  return purpose === 'session' ? undefined : 'wrongPurpose'
}

export function refusedGrant(reason: GrantRefusalReason): { readonly ok: false; readonly reason: GrantRefusalReason } {
  return { ok: false, reason }
}
