/** Which options a factory function takes, and which of them are functions. */
export interface OptionRules {
  /** Starts every message: `createSignInHandler`. */
  readonly caller: string
  readonly functions: readonly string[]
  readonly others: readonly string[]
}

/**
 * Returns the options that were given, on an object that inherits nothing.
 *
 * @throws `TypeError` that names the first option that is unknown or of the wrong type.
 */
export function checkOptions<T>(options: T, { caller, functions, others }: OptionRules): T {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${caller}: \`options\` must be an object, not ${typeInWords(options)}.`)
  }
  if (Object.hasOwn(options, 'tap')) {
    throw new TypeError(`${caller}: \`tap\` is not an option. Pass it first: ${caller}(tap, options).`)
  }
  const known = [...functions, ...others]
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`${caller}: \`${name}\` is not an option. Allowed: ${known.join(', ')}.`)
    }
    if (functions.includes(name) && value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${caller}: \`${name}\` must be a function, not ${typeInWords(value)}.`)
    }
  }
  return Object.assign(Object.create(null), options)
}

/** @throws `TypeError` for anything but an object that has these methods, such as `passes.create`. */
export function checkTap(tap: unknown, caller: string, methods: readonly string[]): void {
  if (methods.every((path) => typeof valueAt(tap, path) === 'function')) return
  const isOptions = valueAt(tap, 'tap') !== undefined
  const found = isOptions ? 'an object with a property `tap`' : typeInWords(tap)
  throw new TypeError(
    `${caller}: the first argument must be a tap, as createTap returns it, not ${found}. Call ${caller}(tap, options).`,
  )
}

/** Returns a value's type for a message that must not repeat the value. */
export function typeInWords(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((current, name) => {
    const isReadable = (typeof current === 'object' && current !== null) || typeof current === 'function'
    return isReadable ? Reflect.get(current, name) : undefined
  }, value)
}
