// Rule: a coupon's name says reason and ticket. Stripe takes 40 characters; the reason is cut first, then the ticket, never
// in the middle of what a reader sees as one character. Counted in UTF-16 units, which are never fewer than Stripe's.

export const COUPON_NAME_LIMIT = 40

/** The reason never shrinks below this to make room for a long ticket. */
const LEAST_REASON = 12
const CUT = '…'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()

/** The text, or as many whole characters as fit together with a sign that something is missing. */
const cutTo = (text: string, limit: number): string => {
  if (text.length <= limit) return text
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length + CUT.length > limit) break
    kept += segment
  }
  return `${kept.trimEnd()}${CUT}`
}

/** `Outage 14–19 Oct #47102`. */
export const nameCoupon = (reason: string, ticket: string): string => {
  const why = plain(reason)
  const where = plain(ticket)
  if (why === '' || where === '') return cutTo(`${why}${where}`, COUPON_NAME_LIMIT)
  const shortReason = Math.min(why.length, LEAST_REASON)
  const end = cutTo(where, COUPON_NAME_LIMIT - 1 - shortReason)
  return `${cutTo(why, COUPON_NAME_LIMIT - 1 - end.length)} ${end}`
}
