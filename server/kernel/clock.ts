/** Milliseconds since the epoch, UTC. Passed in, so that tests and rules never read the machine's clock. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** A clock that stands until it is moved. */
export const fixedClock = (startAt: number): Clock & { advance(ms: number): void } => {
  let at = startAt
  return {
    now: () => at,
    advance: (ms) => {
      at += ms
    },
  }
}
