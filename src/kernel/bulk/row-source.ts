/** What reading the next row came to. */
export type RowRead =
  | { readonly kind: 'row'; readonly row: unknown }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: unknown }

/** Rows from anywhere, one at a time. */
export interface RowSource {
  /** Never rejects. Not to be called again before it has answered, or after anything but a row. */
  read(): Promise<RowRead>
  /** Lets the rows go before their end; whoever is still asked for one is not waited for. */
  close(): Promise<void>
}

/** @throws whatever asking for the iterator does. */
export function openRows(rows: Iterable<unknown> | AsyncIterable<unknown>): RowSource {
  const iterator: Iterator<unknown> | AsyncIterator<unknown> =
    Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]()
  let isOver = false
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
      isOver = read.kind !== 'row'
      return read
    },
    async close() {
      if (isOver) return
      isOver = true
      const closed = (async () => iterator.return?.())()
      if (isReading) closed.catch(() => undefined)
      else await closed
    },
  }
}
