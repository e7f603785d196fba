/** Whom the rows of one run have named so far: the only thing of a run that grows with it, by an id a person. */
export interface DuplicateGuard {
  /** In the order of the rows. Call {@link RowClaim.release} whatever happens. */
  nextRow(): RowClaim
}

/** One row's place among the others. */
export interface RowClaim {
  /**
   * Is this the first row that names the person? Answered once every row before has said whom it names, and to a later
   * row once the first is over.
   */
  claim(userId: string): Promise<boolean>
  release(): void
}

export function createDuplicateGuard(): DuplicateGuard {
  const met = new Set<string>()
  const underWay = new Map<string, Promise<void>>()
  let latest = Promise.resolve()

  function nextRow(): RowClaim {
    const before = latest
    const said = signal()
    const over = signal()
    latest = said.given
    let named: string | undefined
    return {
      async claim(userId) {
        await before
        const isFirst = !met.has(userId)
        met.add(userId)
        const first = underWay.get(userId)
        if (isFirst) {
          named = userId
          underWay.set(userId, over.given)
        }
        said.give()
        await first
        return isFirst
      },
      release() {
        if (named !== undefined) underWay.delete(named)
        over.give()
        // Whom it names will never be known, but those before it may still say theirs.
        void before.then(said.give)
      },
    }
  }

  return { nextRow }
}

function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}
