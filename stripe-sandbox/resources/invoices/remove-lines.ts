import type { Stripe } from 'stripe'
import { priceInvoice } from '../../billing/price-invoice.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, InvoiceItem } from '../../store/kinds.ts'
import { noSuch, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata } from '../metadata.ts'
import { draftFor } from './add-lines.ts'

type Removal = Stripe.InvoiceRemoveLinesParams.Line

export const REMOVE_LINES_PARAMS = ['invoice_metadata', 'lines.behavior', 'lines.id']

const itemBehind = (account: Account, { lines }: Invoice, id: string, param: string): InvoiceItem => {
  const line = lines.data.find((one) => one.id === id)
  if (line === undefined) throw noSuch('line_item', id, param)
  const item = account.find('invoiceitem', line.parent?.invoice_item_details?.invoice_item)
  if (item === undefined) throw notBuilt('removing what a subscription bills', param)
  return item
}

/** A line that is deleted takes its item with it; one that is unassigned leaves it to wait for another invoice. */
const letGo = (account: Account, item: InvoiceItem, { behavior }: Removal): void => {
  if (behavior === 'delete') account.remove('invoiceitem', item, 'invoiceitem.deleted')
  else account.update('invoiceitem', { ...item, invoice: null })
}

/** Takes lines off a draft, all or none. */
export const removeLines = ({ account }: Call, params: Stripe.InvoiceRemoveLinesParams, id: string): Invoice => {
  const draft = draftFor(account, id)
  params.lines.forEach((removal, at) => {
    letGo(account, itemBehind(account, draft, removal.id, `lines[${at}][id]`), removal)
  })
  const gone = new Set(params.lines.map((line) => line.id))
  const rates = Object.entries(draft._line_tax_rates ?? {}).filter(([line]) => !gone.has(line))
  return account.update(
    'invoice',
    priceInvoice(account, {
      ...draft,
      metadata: mergeMetadata(draft.metadata, params.invoice_metadata),
      lines: { ...draft.lines, data: draft.lines.data.filter((line) => !gone.has(line.id)) },
      _line_tax_rates: Object.fromEntries(rates),
    }),
  )
}
