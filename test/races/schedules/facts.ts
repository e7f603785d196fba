import type { StoredDocument } from '../../../src/ports/store.js'

/** What the answers of both callers have stated, and which passes they wrote. */
export interface Facts {
  /** Passes with which a right code signed in, once for each sign-in. */
  readonly signedIn: string[]
  /** Right codes that were refused. */
  refused: number
  /** Sign-ins with the right code that ended in an error, so that either can be true. */
  unknown: number
  /** Wrong codes that were compared. */
  compared: number
  /** Passes that are gone: deleted, replaced, repudiated, forgotten or not found. */
  readonly gone: string[]
  /** Passes whose codes were returned. */
  readonly issued: string[]
  /** The ids of credentials whose registration is complete. */
  readonly registered: string[]
  isUnlocked: boolean
  /** Passes whose creating call has failed. */
  readonly abandoned: Set<string>
}

export function noFacts(): Facts {
  return {
    signedIn: [],
    refused: 0,
    unknown: 0,
    compared: 0,
    gone: [],
    issued: [],
    registered: [],
    isUnlocked: false,
    abandoned: new Set(),
  }
}

/** Returns the id of the pass in a user document. */
export function passIdIn({ body }: StoredDocument): string | undefined {
  return (JSON.parse(body) as { readonly pass?: { readonly id: string } }).pass?.id
}
