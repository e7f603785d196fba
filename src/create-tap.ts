import type { TapOptions } from './api/options.js'
import type { Tap } from './api/tap.js'
import { checkTapOptions, checkTenantId } from './check-tap-options.js'
import { authorizeByEntraRoles } from './core/access/entra-roles.js'
import { createAdmission } from './kernel/admission/admission.js'
import type { Deps } from './kernel/deps.js'
import { rememberDeps } from './kernel/deps-of-tap.js'
import { guardPorts } from './kernel/guarded-ports.js'
import { guardTimer } from './kernel/guarded-timer.js'
import { createKeyedLocks } from './kernel/keyed-lock.js'
import { createVersionMemory } from './kernel/witness/version-memory.js'
import { defaultHashConcurrency, systemClock, systemRandomBytes, systemTimer } from './system.js'
import { verifyGrant } from './verbs/grants/verify.js'
import { isPassOffered } from './verbs/is-pass-offered.js'
import { acceptRestore } from './verbs/maintenance/accept-restore.js'
import { reseal } from './verbs/maintenance/reseal.js'
import { sendNotices } from './verbs/maintenance/send-notices.js'
import { sweep } from './verbs/maintenance/sweep.js'
import { passCreator } from './verbs/passes/create.js'
import { createMany } from './verbs/passes/create-many.js'
import { deletePass } from './verbs/passes/delete.js'
import { getPass } from './verbs/passes/get.js'
import { listPasses } from './verbs/passes/list.js'
import { getPolicy } from './verbs/policy/get.js'
import { resetPolicy } from './verbs/policy/reset.js'
import { updatePolicy } from './verbs/policy/update.js'
import { complete } from './verbs/registrations/complete.js'
import { listRegistrations } from './verbs/registrations/list.js'
import { removeRegistration } from './verbs/registrations/remove.js'
import { repudiate } from './verbs/repudiate.js'
import { signIn } from './verbs/sign-in.js'
import { explain } from './verbs/users/explain.js'
import { forgetUser } from './verbs/users/forget.js'
import { unlock } from './verbs/users/unlock.js'

/** Sign-ins beyond this number are refused before they cost anything. */
const attemptsInFlight = 256

/**
 * Creates a {@link Tap} from a store, a directory, keys and other options. Create one for each process, because its hashing
 * limits apply to one tap.
 *
 * @param options - See {@link TapOptions}. They are checked now; the ports are first called when you call the tap.
 * @returns The tap of `options.tenantId`. {@link Tap.forTenant} returns those of other tenants.
 *
 * @throws `TypeError` if an option has the wrong type or is unknown, `RangeError` if its value is not allowed. The message
 * names the option.
 *
 * @example
 * ```ts
 * const tap = createTap({
 *   store: memoryStore(),
 *   directory: memoryDirectory([{ id: 'ada', isEnabled: true }]),
 *   keys: [{ id: '2026-11', secret: rootKey }],
 *   policy: { state: 'enabled' },
 * })
 * ```
 */
export function createTap(options: TapOptions): Tap {
  const { own, policy, surfaces, hashing } = checkTapOptions(options)
  const timer = guardTimer(own.timer ?? systemTimer)
  const cryptography = own.cryptography ?? 'default'
  const versions = createVersionMemory({ isPolicyStored: own.isPolicyStored })
  const ports = guardPorts({
    store: own.store,
    witness: own.witness,
    directory: own.directory,
    keys: own.keys,
    authorize: own.authorize ?? authorizeByEntraRoles,
    events: own.events,
    deliverer: own.deliverer,
    notifier: own.notifier,
    clock: own.clock ?? systemClock,
    randomBytes: own.randomBytes ?? systemRandomBytes,
    timer,
    cryptography,
    versions,
  })
  const concurrency = hashing.concurrency ?? defaultHashConcurrency()
  return bindVerbs({
    tenantId: checkTenantId(own.tenantId ?? 'default'),
    ports,
    defaults: policy,
    cryptography,
    admission: createAdmission({
      inFlight: attemptsInFlight,
      maxPerClient: attemptsInFlight / 2,
      concurrency,
      queue: hashing.queue,
    }),
    locks: createKeyedLocks(),
    timer,
    versions,
    surfaceRules: surfaces,
    passOffer: own.passOffer ?? 'livePass',
    hasNotifier: own.notifier !== undefined,
    deliveriesInProgress: { count: 0 },
    openedPolicies: new Map(),
  })
}

function bindVerbs(deps: Deps): Tap {
  const tap = Object.freeze({
    tenantId: deps.tenantId,
    policy: Object.freeze({
      get: getPolicy.bind(undefined, deps),
      update: updatePolicy.bind(undefined, deps),
      reset: resetPolicy.bind(undefined, deps),
    }),
    passes: Object.freeze({
      create: passCreator(deps),
      createMany: createMany.bind(undefined, deps),
      get: getPass.bind(undefined, deps),
      list: listPasses.bind(undefined, deps),
      delete: deletePass.bind(undefined, deps),
    }),
    signIn: signIn.bind(undefined, deps),
    grants: Object.freeze({ verify: verifyGrant.bind(undefined, deps) }),
    registrations: Object.freeze({
      complete: complete.bind(undefined, deps),
      list: listRegistrations.bind(undefined, deps),
      remove: removeRegistration.bind(undefined, deps),
    }),
    repudiate: repudiate.bind(undefined, deps),
    isPassOffered: isPassOffered.bind(undefined, deps),
    users: Object.freeze({
      explain: explain.bind(undefined, deps),
      unlock: unlock.bind(undefined, deps),
      forget: forgetUser.bind(undefined, deps),
    }),
    maintenance: Object.freeze({
      sweep: sweep.bind(undefined, deps),
      reseal: reseal.bind(undefined, deps),
      sendNotices: sendNotices.bind(undefined, deps),
      acceptRestore: acceptRestore.bind(undefined, deps),
    }),
    forTenant: (tenantId: string) => bindVerbs({ ...deps, tenantId: checkTenantId(tenantId) }),
  })
  rememberDeps(tap, deps)
  return tap
}
