import { waiting } from '../messages/waiting.ts'

interface NewestRequest {
  readonly id: string
  /** As the list shows it, e.g. “Credit of 42.00 USD”. */
  readonly title: string
}

export interface Waiting {
  /** How many requests this person could decide; null while that isn't known. */
  readonly count: number | null
  readonly newest: NewestRequest | null
}

export interface WaitingNotice {
  readonly title: string
  readonly body: string
  readonly open?: { readonly approval: string }
}

const MAX_TITLE = 120

/** What to tell somebody who looks elsewhere; null unless there is more to decide than they were told of. */
export const waitingNotice = (toldOf: number | null, { count, newest }: Waiting): WaitingNotice | null => {
  if (toldOf === null || count === null || count <= toldOf) return null
  const body = waiting.count(count)
  if (count - toldOf > 1 || newest === null) return { title: waiting.several, body }
  return { title: newest.title.slice(0, MAX_TITLE), body, open: { approval: newest.id } }
}
