// Rule: what the list shows stands in the address; anything unreadable there filters nothing.

import { type QuoteFilter, quoteFilterSchema, QUOTE_STATES, type QuoteState } from '@countersign/shared/features/quotes'

export interface QuoteSearch {
  readonly text?: string | undefined
  readonly state?: string | undefined
  readonly currency?: string | undefined
}

export const stateOf = (text: string | undefined): QuoteState | undefined =>
  QUOTE_STATES.find((state) => state === text)

export const filterOf = ({ text, state, currency }: QuoteSearch): QuoteFilter => {
  const read = quoteFilterSchema.safeParse({
    ...(text === undefined ? {} : { text }),
    ...(stateOf(state) === undefined ? {} : { state: stateOf(state) }),
    ...(currency !== undefined && /^[a-z]{3}$/i.test(currency) ? { currency: currency.toLowerCase() } : {}),
  })
  return read.success ? read.data : {}
}

export const isFiltered = (search: QuoteSearch): boolean => Object.keys(filterOf(search)).length > 0
