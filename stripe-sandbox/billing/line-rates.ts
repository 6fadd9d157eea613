import type { Account } from '../store/account.ts'
import type { Invoice, InvoiceItem, InvoiceLine, Subscription, TaxRate } from '../store/kinds.ts'

type LineRates = NonNullable<Invoice['_line_tax_rates']>

interface Rated {
  readonly tax_rates: readonly TaxRate[] | null
  readonly _is_untaxed?: true
}

const ownRates = ({ tax_rates: rates, _is_untaxed: isUntaxed }: Rated): string[] | undefined => {
  if (isUntaxed) return []
  return rates === null || rates.length === 0 ? undefined : rates.map(({ id }) => id)
}

const entryOf = (line: InvoiceLine, item: Rated | undefined): [string, string[]][] => {
  const rates = item && ownRates(item)
  return rates === undefined ? [] : [[line.id, rates]]
}

/** The rates that a subscription's items hand on to the lines that bill them. */
export const ratesOfSubscription = (lines: readonly InvoiceLine[], subscription: Subscription | undefined): LineRates =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const id = line.parent?.subscription_item_details?.subscription_item
      return entryOf(
        line,
        subscription?.items.data.find((item) => item.id === id),
      )
    }),
  )

/** The rates that invoice items hand on to their lines, one line for each item. */
export const ratesOfItems = (lines: readonly InvoiceLine[], items: readonly InvoiceItem[]): LineRates =>
  Object.fromEntries(lines.flatMap((line, i) => entryOf(line, items[i])))

/** A line's own rates, even if they are none, keep the invoice's away. */
export const ratesOfLine = (account: Account, invoice: Invoice, line: InvoiceLine): TaxRate[] =>
  (invoice._line_tax_rates?.[line.id] ?? invoice.default_tax_rates.map(({ id }) => id)).flatMap(
    (id) => account.all('tax_rate').row(id)?.value ?? [],
  )
