/** What one client asked for. Codes are named by the id of the pass they were told with. */
export type Call =
  | { readonly kind: 'create'; readonly isUsableOnce: boolean }
  | { readonly kind: 'delete' }
  | { readonly kind: 'users.unlock' }
  | { readonly kind: 'get' }
  | { readonly kind: 'users.explain' }
  | { readonly kind: 'signIn'; readonly codeOf: string }

/** The code of no pass at all. */
export const wrong = 'none'

/** What it was told. */
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

/** One call, from when it was made until it was answered, in nanoseconds of a clock that all processes share. */
export interface Operation {
  readonly client: string
  readonly call: Call
  readonly invokedNs: bigint
  readonly answeredNs: bigint
  /** `undefined`: nobody knows whether it happened, or whether it will yet. */
  readonly answer: Answer | undefined
  /** The pass that a create was about to write: known even where nothing was answered. */
  readonly passId?: string | undefined
  /** Writes of it whose answer was lost: each may have happened beside the one that was found or made in the end. */
  readonly lostAnswers: number
}

export type History = readonly Operation[]

/** For the eyes, one operation a line, in order of invocation. */
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
  const { kind: asked, ...wishes } = call
  const told = answer === undefined ? `unknown ${passId ?? ''}` : printFields(answer)
  const lost = lostAnswers === 0 ? '' : `  (${lostAnswers} answers lost)`
  return `${client} ${asked} ${printFields(wishes)} -> ${told}${lost}`
}

function printFields(fields: object): string {
  return Object.values(fields).map(String).join(' ')
}
