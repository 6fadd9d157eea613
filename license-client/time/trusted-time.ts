/** What the machine says. Only the second can't be set by hand; it begins anew with every process. */
export interface MachineClock {
  /** Milliseconds since the epoch, as the machine believes. */
  readonly wallMs: () => number
  /** Milliseconds since some moment; never goes back. */
  readonly monotonicMs: () => number
}

export const machineClock: MachineClock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}

/** What is kept of the time over a restart. */
export interface KeptTime {
  readonly trustedMs: number
  /** The latest that the machine's clock showed since the server was heard. */
  readonly wallMs: number
}

/** How often the time is kept while the program runs; so much can have gone by unseen before a stop. */
export const KEPT_EVERY_MS = 60_000

export interface TrustedTime {
  /** Milliseconds since the epoch: the server's last word and what went by since. */
  readonly nowMs: () => number
  /** A server's word for the present. Only of an answer that is proven to be to our question just now. */
  readonly setFromServer: (serverMs: number) => void
  readonly keep: () => KeptTime
  /** How far the machine's clock is ahead of the trusted time, in milliseconds. */
  readonly machineAheadMs: () => number
  /** True when the machine's clock stood before what was kept: it was set back while nobody looked. */
  readonly wasSetBack: boolean
}

export interface TimeOptions {
  readonly clock: MachineClock
  readonly kept: KeptTime | null
}

const begin = ({ clock, kept }: TimeOptions): { at: number; wasSetBack: boolean } => {
  const wall = clock.wallMs()
  if (kept === null) return { at: wall, wasSetBack: false }
  const wasSetBack = wall < kept.wallMs
  // Each restart with the clock set back costs what may have gone by unseen, so that restarting again and again stops time for
  // nobody.
  const since = wasSetBack ? KEPT_EVERY_MS : wall - kept.wallMs
  return { at: kept.trustedMs + since, wasSetBack }
}

/**
 * Time for leases. While the process runs it follows the monotonic clock alone, so that setting the machine's clock moves
 * nothing; over a restart it goes on from what was kept, never back.
 */
export const createTrustedTime = (options: TimeOptions): TrustedTime => {
  const { clock, kept } = options
  const { at, wasSetBack } = begin(options)
  let latestWall = Math.max(kept?.wallMs ?? 0, clock.wallMs())
  let anchor = { at, monotonic: clock.monotonicMs() }
  const nowMs = () => anchor.at + (clock.monotonicMs() - anchor.monotonic)
  return {
    nowMs,
    setFromServer: (serverMs) => {
      anchor = { at: serverMs, monotonic: clock.monotonicMs() }
      latestWall = clock.wallMs()
    },
    keep: () => {
      latestWall = Math.max(latestWall, clock.wallMs())
      return { trustedMs: nowMs(), wallMs: latestWall }
    },
    machineAheadMs: () => clock.wallMs() - nowMs(),
    wasSetBack,
  }
}
