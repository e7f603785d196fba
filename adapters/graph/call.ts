import type { CallContext, Tap } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { Query } from './odata.js'
import type { GraphVersion } from './pass-json.js'
import type { GraphPrincipal } from './principal.js'

/** One request, as an endpoint sees it. */
export interface GraphCall {
  readonly request: Request
  readonly tap: Tap
  readonly principal: GraphPrincipal
  readonly context: CallContext
  readonly version: GraphVersion
  /** `https://idp.example/v1.0`, without a slash at the end. */
  readonly root: string
  /** The URL without its query. */
  readonly address: string
  /** What the path named, decoded. */
  readonly named: { readonly user?: string | undefined; readonly passId?: string | undefined }
  readonly query: Query
  /** What the host adds to a new pass. */
  readonly reasons: IssuingReasons
}

/** Why a pass is issued, where the policy asks. */
export interface IssuingReasons {
  /** 1 to 1,000 characters. */
  readonly justification?: string | undefined
  /** 1 to 128 characters. */
  readonly ticket?: string | undefined
}

export type Endpoint = (call: GraphCall) => Promise<Answer>
