export type RowRead =
  | { readonly kind: 'row'; readonly row: unknown }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Reads rows one at a time from an iterable or an async iterable. */
export interface RowSource {
  /** Never rejects. Call it again only after it has returned a row. */
  read(): Promise<RowRead>
  /** Closes the iterator early. It does not wait for a read in progress, which may never end. */
  close(): Promise<void>
}

/** @throws whatever creating the iterator throws. */
export function openRows(rows: Iterable<unknown> | AsyncIterable<unknown>): RowSource {
  const iterator: Iterator<unknown> | AsyncIterator<unknown> =
    Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()
  let isEnded = false
  let isReading = false

  async function next(): Promise<RowRead> {
    try {
      const { done, value } = await iterator.next()
      return done ? { kind: 'end' } : { kind: 'row', row: value }
    } catch (error) {
      return { kind: 'failed', error }
    }
  }

  return {
    async read() {
      isReading = true
      const read = await next()
      isReading = false
      isEnded = read.kind !== 'row'
      return read
    },
    async close() {
      if (isEnded) return
      isEnded = true
      const closed = (async () => iterator.return?.())()
      if (isReading) closed.catch(() => undefined)
      else await closed
    },
  }
}
