import type { Account } from '../../store/account.ts'
import type { Subscription, TaxRate } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'

const MAX_RATES = 5

/** How several inclusive taxes share one amount, or stand beside exclusive ones, is not documented. */
const checkTogether = (rates: readonly TaxRate[], param: string): void => {
  if (rates.length > MAX_RATES)
    throw invalidRequest(`At most ${MAX_RATES} tax rates can apply to the same amount.`, { param })
  if (new Set(rates.map(({ id }) => id)).size < rates.length) throw notBuilt('the same tax rate twice', param)
  if (rates.length > 1 && rates.some(({ inclusive }) => inclusive))
    throw notBuilt('an inclusive tax rate together with another one', param)
}

/** The rates that a parameter leads to. Not sent: as before; `''`: none. An archived rate can be kept but not chosen. */
export const chooseRates = (
  account: Account,
  asked: readonly string[] | '' | null | undefined,
  { param, before = [] }: { readonly param: string; readonly before?: readonly TaxRate[] | null | undefined },
): TaxRate[] => {
  if (asked === undefined) return [...(before ?? [])]
  const rates = (asked === '' || asked === null ? [] : asked).map((id) => {
    const rate = account.need('tax_rate', id, param)
    if (!rate.active && !before?.some((old) => old.id === id))
      throw invalidRequest(`The tax rate ${id} is inactive and can no longer be used.`, { param })
    return rate
  })
  checkTogether(rates, param)
  return rates
}

/** Rates inside another object as they are now: what can change of them changes no amount. */
export const currentRates = (account: Account, rates: readonly TaxRate[] | null | undefined): TaxRate[] =>
  (rates ?? []).map((rate) => account.all('tax_rate').row(rate.id)?.value ?? rate)

/** Whether a phase that names no rates keeps those of its subscription is not documented. */
export const checkUntaxed = ({ default_tax_rates: rates, items }: Subscription, param: string): void => {
  if ((rates ?? []).length > 0 || items.data.some((item) => (item.tax_rates ?? []).length > 0))
    throw notBuilt('schedules of subscriptions with tax rates', param)
}

/** Stripe's own reckoning of taxes by place needs registrations and tables that are not here. */
export const checkAutomaticTax = (asked: { readonly enabled: boolean } | undefined): void => {
  if (asked?.enabled) throw notBuilt('automatic_tax[enabled]=true', 'automatic_tax[enabled]')
}
