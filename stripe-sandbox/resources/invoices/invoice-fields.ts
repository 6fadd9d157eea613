import type { Stripe } from 'stripe'
import { purchaseOfDraft } from '../../billing/first-purchase.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Customer, Invoice } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { given, settable } from '../given.ts'
import { mergeMetadata, orNull, updated } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'
import { checkAutomaticTax, chooseRates } from '../tax-rates/choose-rates.ts'

type Params = Stripe.InvoiceCreateParams | Stripe.InvoiceUpdateParams

const checkDue = (params: Params, method: Invoice['collection_method']): void => {
  const { days_until_due: days, due_date: date } = params
  if (days !== undefined && date !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: days_until_due, due_date.', {
      code: 'parameters_exclusive',
      param: 'due_date',
    })
  }
  if ((days !== undefined || date !== undefined) && method !== 'send_invoice') {
    throw invalidRequest("days_until_due and due_date can only be set when collection_method is 'send_invoice'.", {
      param: 'days_until_due',
    })
  }
}

const methodOf = (account: Account, params: Params, customer: Customer, old: Partial<Invoice>): string | null => {
  const asked = params.default_payment_method
  return asked === undefined
    ? given(old.default_payment_method, null)
    : checkOwnMethod(account, orNull(asked), customer.id)
}

const paymentSettingsOf = (params: Params, old: Partial<Invoice>): Invoice['payment_settings'] => ({
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: settable(
    params.payment_settings?.payment_method_types,
    given(old.payment_settings?.payment_method_types, null),
  ),
})

/** What creating and updating a draft share. */
export const invoiceFields = (
  account: Account,
  params: Params,
  customer: Customer,
  old: Partial<Invoice> = {},
): Partial<Invoice> => {
  const method = params.collection_method ?? given(old.collection_method, 'charge_automatically')
  checkDue(params, method)
  checkAutomaticTax(params.automatic_tax)
  return {
    ...textFields(params, old),
    collection_method: method,
    custom_fields: settable(params.custom_fields, given(old.custom_fields, customer.invoice_settings.custom_fields)),
    default_payment_method: methodOf(account, params, customer, old),
    due_date: given(params.due_date, given(old.due_date, null)),
    metadata: mergeMetadata(given(old.metadata, {}), params.metadata),
    number: settable(params.number, given(old.number, null)),
    payment_settings: paymentSettingsOf(params, old),
    ...ratesField(account, params, old),
    ...(params.days_until_due === undefined ? {} : { _days_until_due: params.days_until_due }),
  }
}

const ratesField = (account: Account, params: Params, old: Partial<Invoice>): Partial<Invoice> => {
  const { default_tax_rates: asked } = params
  if (asked === undefined) return {}
  const before = old.default_tax_rates
  return { default_tax_rates: chooseRates(account, asked, { param: 'default_tax_rates', before }) }
}

const textFields = (params: Params, old: Partial<Invoice>): Partial<Invoice> => ({
  description: updated(params.description, old.description),
  footer: updated(params.footer, old.footer),
  statement_descriptor: updated(params.statement_descriptor, old.statement_descriptor),
})

/** An invoice without discounts of its own takes the customer's; an empty string refuses them. */
export const invoiceDiscounts = (
  account: Account,
  asked: Params['discounts'],
  invoice: Pick<Invoice, 'currency' | 'id'> & { readonly customer: Customer },
  before?: readonly string[],
): string[] => {
  const inherited = invoice.customer.discount?.id
  const own = before ?? (inherited === undefined ? [] : [inherited])
  if (asked === undefined) return [...own]
  const target = {
    customer: invoice.customer.id,
    currency: invoice.currency,
    invoice: invoice.id,
    purchase: purchaseOfDraft(account, invoice.id, asked?.length ?? 0),
  }
  const kept = own.filter((id) => id !== inherited)
  return redeemDiscounts(account, asked, target, kept)
}
