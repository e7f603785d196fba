import type { TapOptions } from './api/options.js'
import { isId } from './core/input/id.js'
import { maxIdLength } from './core/input/limits.js'
import { judgePolicy, mergePolicy } from './core/policy/merge.js'
import { parsePolicyPatch } from './core/policy/parse.js'
import type { Policy } from './core/policy/policy.js'
import { entraPolicy } from './core/policy/presets.js'
import type { SurfaceRules } from './core/sign-in/surfaces.js'
import { isSurface, surfaceRules } from './core/sign-in/surfaces.js'

const names: { readonly [Name in keyof TapOptions]-?: true } = {
  store: true,
  directory: true,
  keys: true,
  tenantId: true,
  policy: true,
  authorize: true,
  events: true,
  deliverer: true,
  notifier: true,
  clock: true,
  randomBytes: true,
  cryptography: true,
  surfaces: true,
  passOffer: true,
  hashing: true,
}
const maxConcurrency = 64
const defaultQueue = 32
const maxQueue = 10_000

/** The options whose values can be wrong without being of the wrong type. @throws `TypeError`, `RangeError` */
export function checkTapOptions(options: TapOptions): {
  readonly policy: Policy
  readonly surfaces: SurfaceRules
  readonly hashing: { readonly concurrency: number | undefined; readonly queue: number }
} {
  if (typeof options !== 'object' || options === null) throw new TypeError('createTap: options must be an object')
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(names, name)) throw new TypeError(`createTap: "${name}" is not a known option`)
  }
  checkMethods('store', options.store, ['read', 'compareAndSet', 'sweep', 'scan'])
  checkMethods('directory', options.directory, ['findUser'])
  for (const name of ['authorize', 'events', 'deliverer', 'notifier', 'clock', 'randomBytes'] as const)
    checkFunction(name, options[name])
  const { cryptography = 'default', passOffer = 'livePass', hashing } = options
  if (cryptography !== 'default' && cryptography !== 'fips') {
    throw new RangeError('createTap: "cryptography" must be "default" or "fips"')
  }
  if (passOffer !== 'livePass' && passOffer !== 'policy') {
    throw new RangeError('createTap: "passOffer" must be "livePass" or "policy"')
  }
  return {
    policy: defaultPolicy(options.policy),
    surfaces: checkSurfaces(options.surfaces),
    hashing: {
      concurrency: checkCount('hashing.concurrency', hashing?.concurrency, 1, maxConcurrency),
      queue: checkCount('hashing.queue', hashing?.queue, 0, maxQueue) ?? defaultQueue,
    },
  }
}

/** @throws `TypeError`, `RangeError` */
export function checkTenantId(tenantId: unknown): string {
  if (typeof tenantId !== 'string') throw new TypeError('"tenantId" must be a string')
  if (!isId(tenantId)) throw new RangeError(`"tenantId" must be 1 to ${maxIdLength} well-formed characters`)
  return tenantId
}

function defaultPolicy(patch: unknown): Policy {
  const parsed = parsePolicyPatch(patch ?? {})
  const policy = parsed.ok ? mergePolicy(entraPolicy, parsed.patch) : entraPolicy
  const { input, risk } = judgePolicy(policy)
  const issues = [...(parsed.ok ? [] : parsed.issues), ...input, ...risk]
  if (issues.length === 0) return policy
  const sentences = issues.map(({ field, message }) => `"policy.${field}" ${message}`)
  throw new RangeError(`createTap: ${sentences.join('; ')}`)
}

/** A copy, so that no rule changes once the tap is built. */
function checkSurfaces(surfaces: unknown = {}): SurfaceRules {
  if (typeof surfaces !== 'object' || surfaces === null) throw new TypeError('createTap: "surfaces" must be an object')
  const rules: { -readonly [Name in keyof SurfaceRules]: SurfaceRules[Name] } = { ...surfaceRules }
  for (const [name, rule] of Object.entries(surfaces)) {
    if (!isSurface(name)) throw new TypeError(`createTap: "surfaces.${name}" is not a known surface`)
    if (rule === undefined) continue
    if (rule !== 'accepted' && rule !== 'afterAnotherMethod' && rule !== 'refused') {
      throw new RangeError(`createTap: "surfaces.${name}" must be "accepted", "afterAnotherMethod" or "refused"`)
    }
    rules[name] = rule
  }
  return Object.freeze(rules)
}

function checkMethods(name: string, port: object, methods: readonly string[]): void {
  const isPort = typeof port === 'object' && port !== null
  for (const method of methods) {
    if (!isPort || typeof Reflect.get(port, method) !== 'function') {
      throw new TypeError(`createTap: "${name}" must have a method "${method}"`)
    }
  }
}

function checkFunction(name: string, port: unknown): void {
  if (port !== undefined && typeof port !== 'function') throw new TypeError(`createTap: "${name}" must be a function`)
}

function checkCount(name: string, value: unknown, minimum: number, maximum: number): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number') throw new TypeError(`createTap: "${name}" must be a number`)
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value
  throw new RangeError(`createTap: "${name}" must be a whole number from ${minimum} to ${maximum}`)
}
