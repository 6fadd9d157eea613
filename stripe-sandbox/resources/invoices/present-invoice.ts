import { asOfToday } from '../../billing/price-invoice.ts'
import type { Account } from '../../store/account.ts'
import { seededText } from '../../store/ids.ts'
import type { Invoice } from '../../store/kinds.ts'
import { currentRates } from '../tax-rates/choose-rates.ts'

const SHOWN_LINES = 10
const TOKEN_LENGTH = 24

/** The secret part of an invoice's public addresses. */
export const invoiceToken = (account: Account, invoice: string): string =>
  `test_${seededText(account.ids.seed, `hosted/${invoice}`, TOKEN_LENGTH)}`

const addresses = (account: Account, invoice: Invoice): Pick<Invoice, 'hosted_invoice_url' | 'invoice_pdf'> => {
  if (invoice.status === 'draft') return { hosted_invoice_url: null, invoice_pdf: null }
  const place = `${account.id}/${invoice.id}/${invoiceToken(account, invoice.id)}`
  const base = account.host.baseUrl()
  return { hosted_invoice_url: `${base}/i/${place}`, invoice_pdf: `${base}/invoice/${place}/pdf` }
}

/** A preview was worked out for the moment that it shows, which is not always now. */
const isPreview = ({ id }: Invoice): boolean => id.startsWith('upcoming_')

/** An invoice as it is sent: drafts follow the customer of today, long ones show their first lines. */
export const presentInvoice = (account: Account, invoice: Invoice): Invoice => {
  const shown = invoice.status === 'draft' && !isPreview(invoice) ? asOfToday(account, invoice) : invoice
  const { data } = shown.lines
  return {
    ...shown,
    ...addresses(account, invoice),
    default_tax_rates: currentRates(account, invoice.default_tax_rates),
    lines: {
      ...shown.lines,
      data: data.slice(0, SHOWN_LINES),
      has_more: shown.lines.has_more || data.length > SHOWN_LINES,
    },
  }
}
