// Rule: the memo cites the accepted quote by its reference, so that whoever pays knows what for. It has at most 500
// characters, which is what Stripe's dashboard takes; the API takes more, and cuts nothing. How Stripe counts isn't
// documented: UTF-16 units are never fewer than letters or code points, so what fits here fits whichever it counts.
// https://support.stripe.com/questions/customize-invoices-in-stripe-billing

import { dayWords } from '@countersign/shared/times'

export const MOST_MEMO_UNITS = 500

export interface CitedQuote {
  readonly reference: string
  readonly acceptedBy: string
  readonly acceptedOn: string
  readonly terms: string
}

export const defaultMemo = ({ reference, acceptedBy, acceptedOn, terms }: CitedQuote): string =>
  `Accepted quote ${reference} of ${dayWords(acceptedOn)}, by ${acceptedBy}. Terms ${terms}.`

export interface MemoFault {
  readonly fault: 'too-long' | 'cites-no-quote'
  readonly words: string
}

const IN_WORD = /[\p{L}\p{N}]/u
/** What follows a reference where it goes on as another: `Q-1` isn't cited by `Q-10` or `Q-1-B`. */
const GOES_ON = /^(?:[\p{L}\p{N}]|[-_/.][\p{L}\p{N}])/u

const isCited = (memo: string, reference: string): boolean => {
  for (let at = memo.indexOf(reference); at >= 0; at = memo.indexOf(reference, at + 1)) {
    const isOwnWord = at === 0 || !IN_WORD.test(memo.slice(0, at).at(-1) ?? '')
    if (isOwnWord && !GOES_ON.test(memo.slice(at + reference.length))) return true
  }
  return false
}

export const memoFault = (memo: string, reference: string): MemoFault | null => {
  if (memo.length > MOST_MEMO_UNITS)
    return { fault: 'too-long', words: `The memo has ${memo.length} characters; ${MOST_MEMO_UNITS} fit.` }
  return isCited(memo, reference)
    ? null
    : { fault: 'cites-no-quote', words: `The memo has to cite the quote: ${reference}.` }
}
