/** The part of a request of Express 4 or 5 that {@link toExpress} uses. */
export interface ExpressRequest extends AsyncIterable<Uint8Array> {
  /** The HTTP method, in upper case. */
  readonly method: string
  /** The URL as the client sent it, also below a mounted router. */
  readonly originalUrl: string
  /** `http` or `https`, by Express's setting `trust proxy`. */
  readonly protocol: string
  /** The client's address, by Express's setting `trust proxy`. */
  readonly ip?: string | undefined
  /** The headers, with names in lower case. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** The connection. Its address decides whether `X-Forwarded-Host` is trusted. */
  readonly socket: { readonly remoteAddress?: string | undefined }
  /** The application, for its setting `trust proxy fn`. */
  readonly app: { get(setting: string): unknown }
  /** The body as a parser left it. */
  readonly body?: unknown
  /** The bytes of the body, if the host's parser keeps them. */
  readonly rawBody?: unknown
  /** `true` when the whole body was read. */
  readonly readableEnded: boolean
}

/** The part of a response of Express 4 or 5 that {@link toExpress} uses. */
export interface ExpressResponse {
  /** The HTTP status to send. */
  statusCode: number
  /** `true` when the whole response was sent. */
  readonly writableFinished: boolean
  getHeader(name: string): number | string | readonly string[] | undefined
  setHeader(name: string, value: string | readonly string[]): unknown
  write(chunk: Uint8Array): boolean
  end(): unknown
  once(event: 'close' | 'drain', listener: () => void): unknown
  removeListener(event: 'close' | 'drain', listener: () => void): unknown
}
