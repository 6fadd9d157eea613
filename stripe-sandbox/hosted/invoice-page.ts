import { formatAmount } from '../billing/currency-rules.ts'
import { invoiceToken } from '../resources/invoices/present-invoice.ts'
import type { Sandbox } from '../server/sandbox.ts'
import type { Invoice } from '../store/kinds.ts'
import { dayOf, escape, html, notFound, type Page } from './html.ts'
import { makePdf, type TextLine } from './pdf.ts'

const rowsOf = (invoice: Invoice): [string, string][] => {
  const money = (amount: number): string => formatAmount(amount, invoice.currency)
  const discount = invoice.subtotal - invoice.total
  return [
    ...invoice.lines.data.map((line): [string, string] => [line.description ?? '', money(line.amount)]),
    ['Subtotal', money(invoice.subtotal)],
    ...(discount === 0 ? [] : ([['Discounts', money(-discount)]] as [string, string][])),
    ['Total', money(invoice.total)],
    ...(invoice.amount_due === invoice.total
      ? []
      : ([['Applied balance', money(invoice.amount_due - invoice.total)]] as [string, string][])),
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
]

const pdfOf = (invoice: Invoice): Page => {
  const [title = '', ...rest] = headOf(invoice)
  const lines: TextLine[] = [
    { text: title, size: 18 },
    ...rest.map((text) => ({ text })),
    { text: '' },
    ...rowsOf(invoice).map(([what, amount]) => ({ text: `${what}: ${amount}` })),
  ]
  return { status: 200, type: 'application/pdf', page: makePdf(lines) }
}

const pageOf = (invoice: Invoice): Page => {
  const [title = '', ...rest] = headOf(invoice).map(escape)
  const rows = rowsOf(invoice).map(([what, amount]) => `<tr><td>${escape(what)}</td><td>${escape(amount)}</td></tr>`)
  return html(
    title,
    `<main><h1>${title}</h1>${rest.map((line) => `<p>${line}</p>`).join('')}<table>${rows.join('')}</table></main>`,
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
  return pdf === undefined ? pageOf(invoice) : pdfOf(invoice)
}
