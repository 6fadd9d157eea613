import { formatAmount } from '../billing/currency-rules.ts'
import { invoiceToken } from '../resources/invoices/present-invoice.ts'
import type { Sandbox } from '../server/sandbox.ts'
import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import { dayOf, escape, html, notFound, type Page } from './html.ts'
import { makePdf, type TextLine } from './pdf.ts'

type Tax = NonNullable<Invoice['total_taxes']>[number]
type Row = readonly [what: string, amount: string]

/** `VAT (20% incl.)`: what a customer reads beside a tax. */
const taxName = (account: Account, { tax_rate_details: details, tax_behavior: behavior }: Tax): string => {
  const rate = account.all('tax_rate').row(details?.tax_rate ?? '')?.value
  if (rate === undefined) return 'Tax'
  const place = rate.jurisdiction === null ? '' : ` ${rate.jurisdiction}`
  return `${rate.display_name}${place} (${rate.percentage}%${behavior === 'inclusive' ? ' incl.' : ''})`
}

const optional = (what: string, amount: number, shown: string): Row[] => (amount === 0 ? [] : [[what, shown]])

const rowsOf = (account: Account, invoice: Invoice): Row[] => {
  const money = (amount: number): string => formatAmount(amount, invoice.currency)
  const discount = (invoice.total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
  const balance = invoice.amount_due - invoice.total
  return [
    ...invoice.lines.data.map((line): Row => [line.description ?? '', money(line.amount)]),
    ['Subtotal', money(invoice.subtotal)],
    ...optional('Discounts', discount, money(-discount)),
    ...(invoice.total_taxes ?? []).map((tax): Row => [taxName(account, tax), money(tax.amount)]),
    ['Total', money(invoice.total)],
    ...optional('Applied balance', balance, money(balance)),
    ['Amount due', money(invoice.amount_due)],
    ['Amount paid', money(invoice.amount_paid)],
  ]
}

const headOf = (invoice: Invoice): string[] => [
  `Invoice ${invoice.number ?? invoice.id}`,
  `Billed to: ${invoice.customer_name ?? invoice.customer_email ?? invoice.customer ?? ''}`,
  `Date: ${dayOf(invoice.status_transitions.finalized_at ?? invoice.created)}`,
  ...(invoice.due_date === null ? [] : [`Due: ${dayOf(invoice.due_date)}`]),
  `Status: ${invoice.status}`,
  ...(invoice.customer_tax_exempt === 'reverse' ? ['Reverse charge'] : []),
]

const PDF_COLUMNS = 90

/** The memo in lines as wide as the page; a word longer than that stands alone. */
const wrapped = (text: string): string[] => {
  const lines = ['']
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? ''
    if (last === '' || last.length + word.length < PDF_COLUMNS) lines[lines.length - 1] = `${last} ${word}`.trim()
    else lines.push(word)
  }
  return lines
}

const memoOf = ({ description }: Invoice): string[] => (description ? [`Memo: ${description}`] : [])

const pdfOf = (account: Account, invoice: Invoice): Page => {
  const [title = '', ...rest] = headOf(invoice)
  const lines: TextLine[] = [
    { text: title, size: 18 },
    ...rest.map((text) => ({ text })),
    { text: '' },
    ...rowsOf(account, invoice).map(([what, amount]) => ({ text: `${what}: ${amount}` })),
    ...memoOf(invoice).flatMap((memo) => ['', ...wrapped(memo)].map((text) => ({ text }))),
  ]
  return { status: 200, type: 'application/pdf', page: makePdf(lines) }
}

const pageOf = (account: Account, invoice: Invoice): Page => {
  const [title = '', ...rest] = headOf(invoice).map(escape)
  const rows = rowsOf(account, invoice).map(
    ([what, amount]) => `<tr><td>${escape(what)}</td><td>${escape(amount)}</td></tr>`,
  )
  const memo = memoOf(invoice).map((line) => `<p>${escape(line)}</p>`)
  return html(
    title,
    `<main><h1>${title}</h1>${rest.map((line) => `<p>${line}</p>`).join('')}<table>${rows.join('')}</table>${memo.join('')}</main>`,
  )
}

const INVOICE_PLACE = /^\/(i|invoice)\/(acct_\w+)\/(in_\w+)\/(test_\w+)(\/pdf)?$/

/** The pages behind `hosted_invoice_url` and `invoice_pdf`; whoever knows the address may read, as at Stripe. */
export const answerInvoice = (sandbox: Sandbox, path: string): Page => {
  const [, , accountId = '', invoiceId = '', token, pdf] = INVOICE_PLACE.exec(path) ?? []
  const account = sandbox.accountById(accountId)
  const invoice = account?.find('invoice', invoiceId)
  if (
    account === undefined ||
    invoice === undefined ||
    invoice.status === 'draft' ||
    token !== invoiceToken(account, invoiceId)
  ) {
    return notFound()
  }
  return pdf === undefined ? pageOf(account, invoice) : pdfOf(account, invoice)
}
