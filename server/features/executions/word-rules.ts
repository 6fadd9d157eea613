// Rule: a step that is done on a person's word has no result that Stripe gave. Nothing of it is passed on as one: the
// steps after it and whoever settles see that it is missing, and say so.

/** As it is kept in the place of a result. */
export const resultOnTheWordOf = (staffId: string): { onTheWordOf: string } => ({ onTheWordOf: staffId })

/** Whose word a kept result is; null for what Stripe gave. */
export const wordIn = (result: unknown): string | null => {
  if (typeof result !== 'object' || result === null || !('onTheWordOf' in result)) return null
  return typeof result.onTheWordOf === 'string' ? result.onTheWordOf : null
}
