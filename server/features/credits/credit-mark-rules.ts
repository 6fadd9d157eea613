// Rule: what a credit makes good and what a reversal takes back stand in the entry's own metadata at Stripe, beside the
// request, so that they can be read again by whoever has only Stripe.

import { type Period, periodSchema } from '@countersign/shared/features/credits'

type Marks = Readonly<Record<string, string>>

const PERIOD = 'period'
const REVERSES = 'reverses'

export const periodMark = (period: Period | null): Marks =>
  period === null ? {} : { [PERIOD]: `${period.from}/${period.to}` }

export const reversalMark = (creditStripeId: string): Marks => ({ [REVERSES]: creditStripeId })

/** null as well for what somebody else wrote there. */
export const periodIn = (metadata: Marks): Period | null => {
  const [from, to] = (metadata[PERIOD] ?? '').split('/')
  const read = periodSchema.safeParse({ from, to })
  return read.success ? read.data : null
}

/** The credit that an entry takes back. */
export const reversedIn = (metadata: Marks): string | null => metadata[REVERSES] ?? null

export const periodWords = ({ from, to }: Period): string => (from === to ? from : `${from} to ${to}`)
