import type { ChainLink } from '@countersign/shared/features/invoices'
import { DAY_MS } from '@countersign/shared/times'
import { shortDayText } from '../../lib/dates.ts'
import { invoices as words } from '../../messages/invoices.ts'

const daysSince = (at: string, now: string): number => Math.floor((Date.parse(now) - Date.parse(at)) / DAY_MS)

/** `late, 17 days`, `sent, 20 Nov`: what is stuck says for how long, everything else when. */
export const linkText = ({ state, text, at }: ChainLink, now: string): string => {
  if (at === null) return text
  return state === 'stuck' ? words.stuckFor(text, daysSince(at, now)) : `${text}, ${shortDayText(at, now)}`
}

/** The same with who holds it, for titles and files. */
export const linkTextWithHolder = (link: ChainLink, now: string): string =>
  link.holder === null ? linkText(link, now) : `${linkText(link, now)}, ${words.heldBy(link.holder)}`
