// How often an instance checks follows from how long its seat is kept and how long it runs alone: at least four checks have to
// fit into either, so that one lost check costs nothing.

interface Terms {
  readonly checkEverySeconds: number
  readonly graceSeconds: number
  readonly seatSeconds: number
  readonly ephemeralSeatSeconds: number
}

const CHECKS_A_SEAT = 4

export interface Intervals {
  readonly seatMs: number
  readonly graceMs: number
  readonly checkEverySeconds: number
}

export const intervalsOf = (terms: Terms, isEphemeral: boolean): Intervals => {
  const seatSeconds = isEphemeral ? terms.ephemeralSeatSeconds : terms.seatSeconds
  const shortest = Math.min(seatSeconds, terms.graceSeconds)
  return {
    seatMs: seatSeconds * 1000,
    graceMs: terms.graceSeconds * 1000,
    checkEverySeconds: Math.max(1, Math.min(terms.checkEverySeconds, Math.floor(shortest / CHECKS_A_SEAT))),
  }
}
