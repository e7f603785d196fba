import { documentKinds } from '../core/documents/document-kinds.js'
import { invalidCursor } from './page-input.js'

/** The kinds of documents that hold something to protect. A decoy does not. */
const kinds: readonly string[] = documentKinds.filter(({ isResealed }) => isResealed).map(({ kind }) => kind)

/** Where a call is that goes over every document: in which kind, and at the store's own cursor within it. */
export interface KindCursor {
  readonly kind: string
  readonly cursor: string | undefined
}

/** Reads a cursor such as `user:…`. Default: the start. @throws `InvalidInputError` */
export function readKindCursor(typed: string | undefined): KindCursor {
  if (typed === undefined) return { kind: kinds[0] as string, cursor: undefined }
  const [, kind, cursor] = /^([a-zA-Z]+):(.*)$/s.exec(typed) ?? []
  const known = kinds.find((name) => name === kind)
  if (!known) throw invalidCursor('type')
  return { kind: known, cursor: cursor === '' ? undefined : cursor }
}

/** Returns `undefined` after the last document of the last kind. */
export function nextKindCursor({ kind, cursor }: KindCursor): string | undefined {
  if (cursor !== undefined) return `${kind}:${cursor}`
  const next = kinds[kinds.indexOf(kind) + 1]
  return next && `${next}:`
}
