/**
 * An invoice's sums. Total = lines − discounts (no taxes yet). The customer's balance acts when the invoice is
 * finalised: a credit (negative) pays first, a debt (positive) is collected with it, and a negative total becomes a credit.
 */
export interface Settlement {
  readonly amountDue: number
  readonly endingBalance: number
  /** The part of the balance's change that is too small to charge and waits for the next invoice. */
  readonly tooSmall: number
}

export const settle = (total: number, startingBalance: number, minimum = 0): Settlement => {
  const owed = total + startingBalance
  if (total <= 0 || owed <= 0) return { amountDue: 0, endingBalance: owed, tooSmall: 0 }
  if (owed < minimum) return { amountDue: 0, endingBalance: owed, tooSmall: Math.min(owed, total) }
  return { amountDue: owed, endingBalance: 0, tooSmall: 0 }
}

/** `ABCD1234-0007` */
export const invoiceNumber = (prefix: string, sequence: number): string =>
  `${prefix}-${String(sequence).padStart(4, '0')}`

/** Drafts made by subscriptions wait an hour before they are finalised, so that they can still be edited. */
export const DRAFT_SECONDS = 3600
