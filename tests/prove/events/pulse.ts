/**
 * The beat of one history: every step of it is a beat. Whoever works beside it may be held for some beats, so that an answer
 * comes as late as it likes without a clock of the machine having a part in it.
 */
export interface Pulse {
  readonly beat: () => void
  /** Resolves after so many beats, or at the end; at once before the first. */
  readonly hold: (beats: number) => Promise<void>
  /** Whoever works says so, and rests afterwards until the next beat. */
  readonly work: (round: () => Promise<void>) => Promise<void>
  /** Resolves when everyone who works rests or is held. */
  readonly quiet: () => Promise<void>
  readonly end: () => void
  readonly hasEnded: () => boolean
}

interface Held {
  readonly until: number
  readonly release: () => void
}

export const createPulse = (): Pulse => {
  let beats = 0
  let isOver = false
  let working = 0
  let held: Held[] = []
  const waiting: Array<() => void> = []
  const resting: Array<() => void> = []

  const tellQuiet = () => {
    if (working - held.length <= 0) for (const tell of waiting.splice(0)) tell()
  }
  const releaseDue = () => {
    const due = held.filter(({ until }) => isOver || until <= beats)
    held = held.filter((one) => !due.includes(one))
    for (const { release } of due) release()
    for (const wake of resting.splice(0)) wake()
  }
  const hold = (count: number): Promise<void> => {
    if (isOver || beats === 0) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    held.push({ until: beats + count, release: resolve })
    tellQuiet()
    return promise
  }
  return {
    beat: () => {
      beats += 1
      releaseDue()
    },
    hold,
    work: async (round) => {
      working += 1
      try {
        await round()
      } finally {
        working -= 1
        tellQuiet()
      }
      if (!isOver) await new Promise<void>((wake) => resting.push(wake))
    },
    quiet: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      tellQuiet()
      return promise
    },
    end: () => {
      isOver = true
      releaseDue()
      tellQuiet()
    },
    hasEnded: () => isOver,
  }
}
