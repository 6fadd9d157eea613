import type { Stripe } from 'stripe'
import { lineAmount, shareOf } from '../../billing/amount-rules.ts'
import { ratesOfLine } from '../../billing/line-rates.ts'
import { taxLine } from '../../billing/tax-rules.ts'
import type { Account } from '../../store/account.ts'
import type { CreditNoteLine, Invoice, InvoiceLine, TaxRate } from '../../store/kinds.ts'
import { invalidRequest, missingParam, noSuch, notBuilt } from '../../wire/errors.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'
import { checkCredited } from './credited-line.ts'

type Line = Stripe.CreditNoteCreateParams.Line

interface Credit {
  readonly amount: number
  readonly description: string | null
  readonly rates: TaxRate[]
  readonly discounts?: CreditNoteLine['discount_amounts']
  readonly quantity?: number | null
  readonly unit?: string
}

const WHOLE = /^\d+$/

const newLine = (account: Account, invoice: Invoice, credit: Credit): Omit<CreditNoteLine, 'type'> => {
  const { amount, description, discounts = [], quantity = null, rates, unit = null } = credit
  const discount = discounts.reduce((sum, one) => sum + one.amount, 0)
  return {
    id: account.ids.next('credit_note_line_item'),
    object: 'credit_note_line_item',
    amount,
    description,
    discount_amount: discount,
    discount_amounts: discounts,
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity,
    tax_rates: rates,
    taxes: taxLine(amount - discount, rates, invoice.customer_tax_exempt ?? 'none'),
    unit_amount: unit !== null && WHOLE.test(unit) ? Number(unit) : null,
    unit_amount_decimal: unit,
  }
}

const unitOf = ({ unit_amount: whole, unit_amount_decimal: decimal }: Line): string => {
  if (whole !== undefined && decimal !== undefined)
    throw invalidRequest('You may only specify one of these parameters: unit_amount, unit_amount_decimal.', {
      code: 'parameters_exclusive',
      param: 'lines[0][unit_amount]',
    })
  const unit = whole ?? decimal
  if (unit === undefined) throw missingParam('lines[0][unit_amount]')
  return String(unit)
}

const customLine = (account: Account, line: Line, invoice: Invoice): CreditNoteLine => {
  const unit = unitOf(line)
  if (line.description === undefined) throw missingParam('lines[0][description]')
  const credit = {
    amount: lineAmount(unit, line.quantity ?? 1),
    description: line.description,
    quantity: line.quantity ?? null,
    rates: chooseRates(account, line.tax_rates, { param: 'lines[0][tax_rates]' }),
    unit,
  }
  return { ...newLine(account, invoice, credit), type: 'custom_line_item' }
}

/** Whether an amount is meant before or after an exclusive tax, or before or after discounts, is not documented. */
const byAmount = (found: InvoiceLine, rates: TaxRate[], amount: number): Credit => {
  if ((found.discount_amounts ?? []).length > 0)
    throw notBuilt('crediting an amount of a line with discounts', 'lines[0][amount]')
  if (rates.some(({ inclusive }) => !inclusive))
    throw notBuilt('crediting an amount of a line with exclusive tax', 'lines[0][amount]')
  return { amount, description: found.description, rates }
}

/** Units at the line's price; how discounts and tiers are shared out over some of the units is not documented. */
const byQuantity = (found: InvoiceLine, rates: TaxRate[], quantity: number): Credit => {
  const whole = found.quantity ?? 1
  const discounts = found.discount_amounts ?? []
  if (quantity < whole && (discounts.length > 0 || found.pricing?.unit_amount_decimal === null))
    throw notBuilt('crediting some units of a line with discounts or tiers', 'lines[0][quantity]')
  const amount = shareOf(found.amount, quantity, whole)
  return { amount, description: found.description, discounts, quantity, rates }
}

const creditOf = (account: Account, line: Line, invoice: Invoice, found: InvoiceLine): Credit => {
  const { amount, quantity } = line
  const rates = ratesOfLine(account, invoice, found)
  if (amount !== undefined && quantity !== undefined)
    throw invalidRequest('You may only specify one of these parameters: amount, quantity.', {
      code: 'parameters_exclusive',
      param: 'lines[0][amount]',
    })
  if (amount !== undefined) {
    checkCredited(account, invoice, { line: found, way: 'amount', asked: amount })
    return byAmount(found, rates, amount)
  }
  if (quantity === undefined) throw missingParam('lines[0][amount]')
  checkCredited(account, invoice, { line: found, way: 'quantity', asked: quantity })
  return byQuantity(found, rates, quantity)
}

const invoiceLine = (account: Account, line: Line, invoice: Invoice): CreditNoteLine => {
  const id = line.invoice_line_item
  if (id === undefined) throw missingParam('lines[0][invoice_line_item]')
  if (line.tax_rates !== undefined)
    throw invalidRequest('`tax_rates` are only valid for custom line items.', { param: 'lines[0][tax_rates]' })
  const found = invoice.lines.data.find((one) => one.id === id)
  if (found === undefined) throw noSuch('line_item', id, 'lines[0][invoice_line_item]')
  const credit = creditOf(account, line, invoice, found)
  return { ...newLine(account, invoice, credit), invoice_line_item: id, type: 'invoice_line_item' }
}

export const noteLines = (account: Account, asked: readonly Line[], invoice: Invoice): CreditNoteLine[] =>
  asked.map((line) =>
    line.type === 'custom_line_item' ? customLine(account, line, invoice) : invoiceLine(account, line, invoice),
  )
