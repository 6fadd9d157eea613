// An event's own snapshot is gone by only where it is certain to be the newest that was heard of its object: nothing of the
// object is known that was made in the same second or later, since Stripe counts whole seconds and delivers in no order; and
// what stands here is older, by what told it, else by when it was read. What isn't certain is asked of Stripe.

/** An event that waits. */
export interface Telling {
  readonly madeAt: number
  /** It holds what it says in a form that can be gone by. */
  readonly hasSnapshot: boolean
}

/** What is known of one object besides the events that wait. */
export interface Before {
  /** When the newest event of this object was made that doesn't wait any more, whatever became of it; null = there is none. */
  readonly lastMadeAt: number | null
  /** What stands here; null = nothing. */
  readonly standing: Standing | null
}

export interface Standing {
  /** When it was read, or its event heard. */
  readonly asOf: number
  /** When the event was made that told it; null where Stripe was asked. */
  readonly toldAt: number | null
}

/** The place of the event whose snapshot is what all of them come to; null where Stripe has to be asked. */
export const tellingEvent = (events: readonly Telling[], { lastMadeAt, standing }: Before): number | null => {
  const newest = Math.max(...events.map(({ madeAt }) => madeAt))
  const place = events.findIndex(({ madeAt }) => madeAt === newest)
  const isAlone = events.filter(({ madeAt }) => madeAt === newest).length === 1
  if (!isAlone || !events[place]?.hasSnapshot) return null
  if (lastMadeAt !== null && lastMadeAt >= newest) return null
  if (standing !== null && (standing.toldAt ?? standing.asOf) >= newest) return null
  return place
}

/** From when on a snapshot counts here: what was read earlier than it was heard may lack it, so it may not come over it. */
export const asOfTold = (heardAt: number, standing: Standing | null): number => Math.max(heardAt, standing?.asOf ?? 0)
