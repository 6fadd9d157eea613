// Rule: the mail of a purchase link holds its address; it is worth no more than the purchase. A portal link is a key to the
// customer's account, so its address never lies in the outbox: it stands in only when the mail goes out.

import { momentWords } from '@countersign/shared/times'

export interface PurchaseMail {
  readonly what: string
  readonly period: string
  readonly ticket: string
  readonly url: string
  readonly expiresAt: string
  readonly from: string
}

export const purchaseMail = (about: PurchaseMail): { readonly subject: string; readonly text: string } => ({
  subject: `Your purchase link (${about.ticket})`,
  text: [
    'Hello,',
    `on this page you can buy ${about.what}, billed every ${about.period}:`,
    about.url,
    `It works for one purchase, until ${momentWords(about.expiresAt)}. Your team gets what you buy.`,
    `Kind regards\n${about.from}\n`,
  ].join('\n\n'),
})

/** First word of a mail's key: by it the sender knows that a link has to be put in. */
export const PORTAL_MAIL = 'portal-link'

/** What stands in the outbox in place of the address. */
const MARK = '[The link is made when this mail goes out.]'

export const portalMail = (about: { readonly ticket: string; readonly from: string }) => ({
  subject: `Your billing pages (${about.ticket})`,
  text: [
    'Hello,',
    'here you can see your invoices and change how you pay:',
    MARK,
    'The link works for a few minutes and opens your account to whoever has it. Please do not pass it on; ask us for another one if it is too old.',
    `Kind regards\n${about.from}\n`,
  ].join('\n\n'),
})

export const withAddress = (text: string, url: string): string => text.replace(MARK, () => url)
