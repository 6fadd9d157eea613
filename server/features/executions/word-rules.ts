// Rule: a step that is done on a person's word has no result that Stripe gave. Nothing of it is passed on as one: the
// steps after it and whoever settles see that it is missing, and say so.

/** As it is kept in the place of a result: the request in which the word was given and countersigned. */
export const resultOnTheWordOf = (requestId: string): { onTheWordOf: string } => ({ onTheWordOf: requestId })

/** The request whose word a kept result is; null for what Stripe gave. */
export const wordIn = (result: unknown): string | null => {
  if (typeof result !== 'object' || result === null || !('onTheWordOf' in result)) return null
  return typeof result.onTheWordOf === 'string' ? result.onTheWordOf : null
}
