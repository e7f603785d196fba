/** Finds rows of one run that have the same user. It remembers one id for each user of the run. */
export interface DuplicateGuard {
  /** Call it in row order, and always call {@link RowClaim.release} in the end. */
  nextRow(): RowClaim
}

export interface RowClaim {
  /**
   * Resolves to `true` for the first row that has the user, once every earlier row has claimed a user or was released. For
   * a later row of the same user it resolves to `false`, once the first row was released.
   */
  claim(userId: string): Promise<boolean>
  release(): void
}

export function createDuplicateGuard(): DuplicateGuard {
  const claimed = new Set<string>()
  const inProgress = new Map<string, Promise<void>>()
  let latestClaim = Promise.resolve()

  function nextRow(): RowClaim {
    const earlierClaims = latestClaim
    const ownClaim = signal()
    const released = signal()
    latestClaim = ownClaim.given
    let firstOf: string | undefined
    return {
      async claim(userId) {
        await earlierClaims
        const isFirst = !claimed.has(userId)
        claimed.add(userId)
        const firstRow = inProgress.get(userId)
        if (isFirst) {
          firstOf = userId
          inProgress.set(userId, released.given)
        }
        ownClaim.give()
        await firstRow
        return isFirst
      },
      release() {
        if (firstOf !== undefined) inProgress.delete(firstOf)
        released.give()
        // A row that failed before its claim must not let later rows overtake earlier ones.
        void earlierClaims.then(ownClaim.give)
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
