/** What is used of a request of Express 4 or 5. */
export interface ExpressRequest extends AsyncIterable<Uint8Array> {
  readonly method: string
  readonly originalUrl: string
  /** Honours `trust proxy`, as Express does. */
  readonly protocol: string
  /** The client's address, by the same rule. */
  readonly ip?: string | undefined
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly socket: { readonly remoteAddress?: string | undefined }
  readonly app: { get(setting: string): unknown }
  /** What a body parser made of the body. */
  readonly body?: unknown
  /** The body's bytes, where the host's parser keeps them. */
  readonly rawBody?: unknown
  /** The body was read to its end. */
  readonly readableEnded: boolean
}

/** What is used of a response of Express 4 or 5. */
export interface ExpressResponse {
  statusCode: number
  readonly writableFinished: boolean
  getHeader(name: string): number | string | readonly string[] | undefined
  setHeader(name: string, value: string | readonly string[]): unknown
  write(chunk: Uint8Array): boolean
  end(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
  removeListener(event: 'close' | 'drain', listener: () => void): unknown
}
