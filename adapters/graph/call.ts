import type { CallContext, Tap } from '../../src/index.js'
import type { Answer } from './answer.js'
import type { Query } from './odata.js'
import type { GraphVersion } from './pass-json.js'
import type { GraphPrincipal } from './principal.js'

/** One request to an endpoint. */
export interface GraphCall {
  readonly request: Request
  readonly tap: Tap
  readonly principal: GraphPrincipal
  readonly context: CallContext
  readonly version: GraphVersion
  /** Such as `https://idp.example/v1.0`, without a slash at the end. */
  readonly root: string
  /** The URL without its query and without a slash at the end. */
  readonly address: string
  /** The decoded keys of the path. */
  readonly named: { readonly user?: string | undefined; readonly passId?: string | undefined }
  readonly query: Query
  readonly reasons: IssuingReasons
}

/** The reasons for a new pass, which a policy may require and Graph's body has no property for. */
export interface IssuingReasons {
  /** Why the pass is issued. 1 to 1,000 characters. Default: none. */
  readonly justification?: string | undefined
  /** The number of the case. 1 to 128 characters. Default: none. */
  readonly ticket?: string | undefined
}

export type Endpoint = (call: GraphCall) => Promise<Answer>
