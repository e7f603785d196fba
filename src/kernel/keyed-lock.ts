/**
 * Calls about one person take turns at the write, so that those of one process do not race each other: of any number of
 * them each writes once, and only processes contend.
 */
export interface Turns {
  /**
   * Joins those who want to write about `subject`; `isFirst`: before all who type codes. Call {@link Turn.leave} whatever
   * happens.
   */
  join(subject: string, isFirst?: boolean): Turn
}

export interface Turn {
  /** Remember that everything written so far will be read now. */
  look(): void
  /** Has somebody of this process written since the last {@link look}? */
  isStale(): boolean
  /** Resolves when nobody else holds the turn. */
  take(): Promise<void>
  wrote(): void
  leave(): void
}

interface Line {
  members: number
  writes: number
  holder: Turn | undefined
  readonly waitingFirst: Map<Turn, () => void>
  readonly waiting: Map<Turn, () => void>
}

export function createTurns(): Turns {
  const lines = new Map<string, Line>()

  function join(subject: string, isFirst = false): Turn {
    const line = lines.get(subject) ?? {
      members: 0,
      writes: 0,
      holder: undefined,
      waitingFirst: new Map(),
      waiting: new Map(),
    }
    lines.set(subject, line)
    line.members += 1
    let seen = line.writes
    let isMember = true

    function release(): void {
      line.waiting.delete(turn)
      line.waitingFirst.delete(turn)
      if (line.holder !== turn) return
      const queue = line.waitingFirst.size > 0 ? line.waitingFirst : line.waiting
      const [next] = queue
      line.holder = next?.[0]
      if (!next) return
      queue.delete(next[0])
      next[1]()
    }

    const turn: Turn = {
      look() {
        seen = line.writes
      },
      isStale: () => line.writes !== seen,
      take() {
        if (line.holder === undefined) line.holder = turn
        if (line.holder === turn) return Promise.resolve()
        const queue = isFirst ? line.waitingFirst : line.waiting
        return new Promise((resolve) => queue.set(turn, resolve))
      },
      wrote() {
        line.writes += 1
      },
      leave() {
        if (!isMember) return
        isMember = false
        release()
        line.members -= 1
        if (line.members === 0) lines.delete(subject)
      },
    }
    return turn
  }

  return { join }
}
