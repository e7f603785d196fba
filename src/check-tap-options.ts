import type { TapOptions } from './api/options.js'
import { describeChoice, describeType, describeValue } from './core/input/describe.js'
import { isId } from './core/input/id.js'
import { maxIdLength } from './core/input/limits.js'
import { ownFields } from './core/input/own-fields.js'
import { judgePolicy, mergePolicy } from './core/policy/merge.js'
import { parsePolicyPatch } from './core/policy/parse.js'
import type { Policy } from './core/policy/policy.js'
import { entraPolicy } from './core/policy/presets.js'
import type { SurfaceRules } from './core/sign-in/surfaces.js'
import { isSurface, surfaceRules } from './core/sign-in/surfaces.js'

const names: { readonly [Name in keyof TapOptions]-?: true } = {
  store: true,
  witness: true,
  isPolicyStored: true,
  directory: true,
  keys: true,
  tenantId: true,
  policy: true,
  authorize: true,
  events: true,
  deliverer: true,
  notifier: true,
  clock: true,
  timer: true,
  randomBytes: true,
  cryptography: true,
  surfaces: true,
  passOffer: true,
  hashing: true,
}
const maxConcurrency = 64
const defaultQueue = 32
const maxQueue = 10_000

/** @throws `TypeError`, `RangeError` */
export function checkTapOptions(given: TapOptions): {
  /** The options that were given: nothing is read from a prototype. */
  readonly own: TapOptions
  readonly policy: Policy
  readonly surfaces: SurfaceRules
  readonly hashing: { readonly concurrency: number | undefined; readonly queue: number }
} {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`createTap: pass an object with store, directory and keys, not ${describeType(given).message}`)
  }
  const options = ownFields(given)
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(names, name)) {
      const known = Object.keys(names).join(', ')
      throw new TypeError(`createTap: \`${name}\` is not an option. Remove it, or use one of ${known}`)
    }
  }
  checkMethods('store', options.store, storeMethods, storeHint)
  if (options.witness !== undefined) checkWitness(options)
  checkBoolean('isPolicyStored', options.isPolicyStored)
  checkMethods('directory', options.directory, ['findUser'], directoryHint)
  checkKeys(options.keys)
  for (const name of ['authorize', 'events', 'deliverer', 'notifier', 'clock', 'randomBytes'] as const)
    checkFunction(name, options[name])
  if (options.timer !== undefined) checkMethods('timer', options.timer, ['now', 'wait', 'within'], timerHint)
  checkOneOf('cryptography', options.cryptography, ['default', 'fips'])
  checkOneOf('passOffer', options.passOffer, ['livePass', 'policy'])
  return {
    own: options,
    policy: checkPolicy(options.policy),
    surfaces: checkSurfaces(options.surfaces),
    hashing: checkHashing(options.hashing),
  }
}

/** @throws `TypeError`, `RangeError` */
export function checkTenantId(tenantId: unknown): string {
  const message = `\`tenantId\` must be a string of 1 to ${maxIdLength} well-formed characters, not ${describeValue(tenantId).message}`
  if (typeof tenantId !== 'string') throw new TypeError(message)
  if (!isId(tenantId)) throw new RangeError(message)
  return tenantId
}

const storeMethods = ['read', 'compareAndSet', 'sweep', 'scan']
const storeHint = 'Create one with sqliteStore, postgresStore, mysqlStore, redisStore or memoryStore of this package'
const directoryHint = 'Write one for your users, or create one with memoryDirectory of temporary-access-pass/memory'
const timerHint = 'Leave it out in production: the default uses the timers of the host'
const keysHint = 'Create a secret with: npx temporary-access-pass keygen'

function checkPolicy(patch: unknown): Policy {
  const parsed = parsePolicyPatch(patch ?? {})
  const policy = parsed.ok ? mergePolicy(entraPolicy, parsed.patch) : entraPolicy
  const { input, risk } = judgePolicy(policy)
  const issues = [...(parsed.ok ? [] : parsed.issues), ...input, ...risk]
  if (issues.length === 0) return policy
  const sentences = issues.map(({ field, message }) => `\`policy.${field}\` ${message}`)
  throw new RangeError(`createTap: ${sentences.join('; ')}`)
}

function checkWitness({ store, witness }: TapOptions): void {
  checkMethods('witness', witness, storeMethods, storeHint)
  if (witness !== store) return
  throw new RangeError('createTap: `witness` must be another store than `store`. Use a database of another owner')
}

/** Returns a copy, so that later changes of the option have no effect. */
function checkSurfaces(surfaces: unknown = {}): SurfaceRules {
  if (typeof surfaces !== 'object' || surfaces === null) {
    const example = "an object such as { legacy: 'refused' }"
    throw new TypeError(`createTap: \`surfaces\` must be ${example}, not ${describeType(surfaces).message}`)
  }
  const rules: { -readonly [Name in keyof SurfaceRules]: SurfaceRules[Name] } = { ...surfaceRules }
  for (const [name, rule] of Object.entries(surfaces)) {
    if (!isSurface(name)) {
      const known = Object.keys(surfaceRules).join(', ')
      throw new TypeError(`createTap: \`surfaces.${name}\` is not a surface. Remove it, or use one of ${known}`)
    }
    if (rule === undefined) continue
    checkOneOf(`surfaces.${name}`, rule, ['accepted', 'afterAnotherMethod', 'refused'])
    rules[name] = rule
  }
  return Object.freeze(rules)
}

function checkHashing(hashing: unknown = {}): ReturnType<typeof checkTapOptions>['hashing'] {
  if (typeof hashing !== 'object' || hashing === null) {
    const example = 'an object such as { concurrency: 2, queue: 32 }'
    throw new TypeError(`createTap: \`hashing\` must be ${example}, not ${describeType(hashing).message}`)
  }
  const { concurrency, queue }: NonNullable<TapOptions['hashing']> = ownFields(hashing)
  return {
    concurrency: checkCount('hashing.concurrency', concurrency, 1, maxConcurrency),
    queue: checkCount('hashing.queue', queue, 0, maxQueue) ?? defaultQueue,
  }
}

/** The key ring checks each key. */
function checkKeys(keys: unknown): void {
  if (Array.isArray(keys) || typeof keys === 'function') return
  const allowed = 'an array of { id, secret }, or a function that returns one'
  throw new TypeError(`createTap: \`keys\` must be ${allowed}, not ${describeType(keys).message}. ${keysHint}`)
}

function checkMethods(name: string, port: unknown, methods: readonly string[], hint: string): void {
  const allowed = `an object with ${methods.length === 1 ? 'the method' : 'the methods'} ${methods.join(', ')}`
  if (typeof port !== 'object' || port === null) {
    throw new TypeError(`createTap: \`${name}\` must be ${allowed}, not ${describeType(port).message}. ${hint}`)
  }
  for (const method of methods) {
    const type = describeType(Reflect.get(port, method)).message
    if (type === 'a function') continue
    throw new TypeError(`createTap: \`${name}.${method}\` must be a function, not ${type}. ${hint}`)
  }
}

function checkFunction(name: string, port: unknown): void {
  if (port === undefined || typeof port === 'function') return
  throw new TypeError(`createTap: \`${name}\` must be a function, not ${describeType(port).message}`)
}

function checkBoolean(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return
  throw new TypeError(`createTap: \`${name}\` must be true or false, not ${describeType(value).message}`)
}

function checkOneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || allowed.some((one) => one === value)) return
  throw new RangeError(`createTap: \`${name}\` must be ${describeChoice(allowed)}, not ${describeValue(value).message}`)
}

function checkCount(name: string, value: unknown, minimum: number, maximum: number): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return value
  const message = `createTap: \`${name}\` must be a whole number from ${minimum} to ${maximum}, not ${describeValue(value).message}`
  throw typeof value === 'number' ? new RangeError(message) : new TypeError(message)
}
