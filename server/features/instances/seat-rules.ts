// Seats float: an instance holds one until `seatUntil`, and each check moves that on; idle ones return by themselves. Seats of
// production and development are counted apart. Nobody is ever told of a seat for longer than what is durably written, so that
// granted seats never exceed paid ones, whatever crashes.

export interface SeatHolder {
  readonly id: string
  readonly seatSince: number
  readonly seatUntil: number
}

const holds = ({ seatUntil }: SeatHolder, now: number): boolean => seatUntil > now

/** Those that hold a seat now, the longest first. */
const holdersOf = (others: readonly SeatHolder[], now: number): SeatHolder[] =>
  others
    .filter((one) => holds(one, now))
    .toSorted((one, other) => one.seatSince - other.seatSince || (one.id < other.id ? -1 : 1))

export type SeatVerdict =
  | { readonly isGranted: true }
  | {
      readonly isGranted: false
      /** When the first seat returns by itself; null when none would, since none is paid. */
      readonly returnsAt: number | null
    }

/** `holders`: of the licence and environment, `own` among them where it has a row. One that came first stays when seats shrink. */
export const seatFor = (
  own: string | null,
  { holders, seats, now }: { holders: readonly SeatHolder[]; seats: number; now: number },
): SeatVerdict => {
  const held = holdersOf(holders, now)
  const place = held.findIndex(({ id }) => id === own)
  if (place === -1 ? held.length < seats : place < seats) return { isGranted: true }
  if (seats === 0) return { isGranted: false, returnsAt: null }
  const others = held.filter(({ id }) => id !== own).map(({ seatUntil }) => seatUntil)
  // So many have to go before one is free.
  return { isGranted: false, returnsAt: others.toSorted((one, other) => one - other)[others.length - seats] ?? null }
}

export const freeSeats = (holders: readonly SeatHolder[], seats: number, now: number): number =>
  Math.max(0, seats - holders.filter((one) => holds(one, now)).length)

/**
 * Whether a seat may be moved on in a group, after the reply: while so much of it is left that no grant to others can come
 * between. Else it is taken under the licence's lock, before the reply.
 */
export const isSafelyHeld = (seatUntil: number, seatMs: number, now: number): boolean => seatUntil - now > seatMs / 3

/** A seat is written again only when that moves it by so much: an index has to follow. */
export const isWorthMoving = (seatUntil: number, seatMs: number, now: number): boolean =>
  now + seatMs - seatUntil > seatMs / 32
