/** The call of one client. A code is named by the id of its pass. */
export type Call =
  | { readonly kind: 'create'; readonly isUsableOnce: boolean }
  | { readonly kind: 'delete' }
  | { readonly kind: 'users.unlock' }
  | { readonly kind: 'get' }
  | { readonly kind: 'users.explain' }
  | { readonly kind: 'signIn'; readonly codeOf: string }

/** The code of no pass. */
export const wrong = 'none'

/** The result of a call. */
export type Answer =
  | { readonly kind: 'created'; readonly passId: string }
  | { readonly kind: 'deleted'; readonly passId: string | undefined }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'signedIn'; readonly passId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'seen'; readonly passId: string | undefined; readonly usability: string }
  | {
      readonly kind: 'explained'
      readonly passId: string | undefined
      readonly usability: string
      readonly wrongCodes: number
    }

/** One call from its invocation to its result, in nanoseconds of a clock that all processes share. */
export interface Operation {
  readonly client: string
  readonly call: Call
  readonly invokedNs: bigint
  readonly answeredNs: bigint
  /** `undefined`: the call may have happened, may still happen, or may never happen. */
  readonly answer: Answer | undefined
  /** The pass that a create was going to write, known even without a result. */
  readonly passId?: string | undefined
  /** Writes of the call whose response was lost. At most one of all its writes has happened. */
  readonly lostAnswers: number
}

export type History = readonly Operation[]

/** Prints one operation a line, in order of invocation. */
export function printHistory(history: History): string {
  // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigint.
  const first = history.reduce((least, { invokedNs }) => (invokedNs < least ? invokedNs : least), 1n << 62n)
  const micros = (ns: bigint): string => String((ns - first) / 1000n).padStart(8)
  return [...history]
    .sort((a, b) => Number(a.invokedNs - b.invokedNs))
    .map(
      (operation) => `${micros(operation.invokedNs)} ${micros(operation.answeredNs)} µs  ${printOperation(operation)}`,
    )
    .join('\n')
}

export function printOperation({ client, call, answer, passId, lostAnswers }: Operation): string {
  const { kind, ...fields } = call
  const result = answer === undefined ? `unknown ${passId ?? ''}` : printFields(answer)
  const lost = lostAnswers === 0 ? '' : `  (${lostAnswers} answers lost)`
  return `${client} ${kind} ${printFields(fields)} -> ${result}${lost}`
}

function printFields(fields: object): string {
  return Object.values(fields).map(String).join(' ')
}
