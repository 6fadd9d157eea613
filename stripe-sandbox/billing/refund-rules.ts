// Rule: refunds of a charge add up to what came in of it and never to more; one that failed or was cancelled does not count.

import type { Charge } from '../store/kinds.ts'

/** What can still be given back. */
export const refundable = ({ status, amount, amount_captured: captured, amount_refunded: refunded }: Charge): number =>
  (status === 'pending' ? amount : captured) - refunded

/** The charge with this much more given back; less when negative. */
export const countRefund = (charge: Charge, amount: number): Charge => {
  const sum = charge.amount_refunded + amount
  const whole = charge.status === 'pending' || !charge.captured ? charge.amount : charge.amount_captured
  return { ...charge, amount_refunded: sum, refunded: sum === whole }
}
