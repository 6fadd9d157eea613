import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { Customer } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { addressOf } from '../address.ts'
import { given, settable } from '../given.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'

type Params = Stripe.CustomerCreateParams & Stripe.CustomerUpdateParams

type Plain = 'description' | 'email' | 'name' | 'phone'

const plainFields = (params: Params, old: Partial<Customer>): Record<Plain, string | null> => ({
  description: updated(params.description, old.description),
  email: updated(params.email, old.email),
  name: updated(params.name, old.name),
  phone: updated(params.phone, old.phone),
})

const checkEmail = (email: string | undefined): void => {
  if (email !== undefined && email !== '' && !/^[^@\s]+@[^@\s]+$/.test(email)) {
    throw invalidRequest(`Invalid email address: ${email}`, { param: 'email', code: 'email_invalid' })
  }
}

const shippingOf = (params: Params, old: Customer['shipping']): Customer['shipping'] => {
  if (params.shipping === undefined) return old
  if (params.shipping === '' || params.shipping === null) return null
  const { address, name, phone } = params.shipping
  return { address: addressOf(address) ?? EMPTY_ADDRESS, name, phone: phone ?? null }
}

const EMPTY_ADDRESS = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

const EMPTY_INVOICE_SETTINGS: Customer['invoice_settings'] = {
  custom_fields: null,
  default_payment_method: null,
  footer: null,
  rendering_options: null,
}

const invoiceSettingsOf = (account: Account, params: Params, old: Partial<Customer>): Customer['invoice_settings'] => {
  const settings = old.invoice_settings ?? EMPTY_INVOICE_SETTINGS
  const asked = params.invoice_settings
  if (asked === undefined) return settings
  const method = updated(asked.default_payment_method, settings.default_payment_method)
  if (method !== settings.default_payment_method)
    checkOwnMethod(account, method, old.id, 'invoice_settings[default_payment_method]')
  const fields = asked.custom_fields
  return {
    ...settings,
    custom_fields: fields === undefined ? settings.custom_fields : fields === '' ? null : fields,
    default_payment_method: method,
    footer: updated(asked.footer, settings.footer),
  }
}

const localeFields = (params: Params, old: Partial<Customer>): Pick<Customer, 'preferred_locales' | 'tax_exempt'> => ({
  preferred_locales: given(params.preferred_locales, old.preferred_locales ?? []),
  tax_exempt: settable(params.tax_exempt, old.tax_exempt ?? null) ?? 'none',
})

/** The fields that creating and updating a customer share. */
export const customerFields = (account: Account, params: Params, old: Partial<Customer>) => {
  checkEmail(params.email)
  return {
    ...plainFields(params, old),
    ...localeFields(params, old),
    address: params.address === undefined ? given(old.address, null) : addressOf(params.address),
    invoice_settings: invoiceSettingsOf(account, params, old),
    metadata: mergeMetadata(given(old.metadata, {}), params.metadata),
    shipping: shippingOf(params, given(old.shipping, null)),
    next_invoice_sequence: given(params.next_invoice_sequence, old.next_invoice_sequence ?? 1),
  }
}
