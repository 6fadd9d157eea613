import { paymentsOf } from '../billing/invoice-payments.ts'
import type { Account } from '../store/account.ts'
import type { Kind, Kinds } from '../store/kinds.ts'
import type { Inclusions } from '../wire/expand.ts'
import { notBuilt } from '../wire/errors.ts'
import { listOf } from '../wire/list.ts'

type Fields = Readonly<Record<string, unknown>>

const MAX_INCLUDED = 10

const idOf = (value: Fields): string => String(value['id'])

const firstOf = <K extends Kind>(account: Account, kind: K, found: readonly Kinds[K][], url: string) =>
  listOf(
    url,
    found.slice(0, MAX_INCLUDED).map((one) => account.host.present(account, kind, one)),
    found.length > MAX_INCLUDED,
  )

/** The secret of the payment that finalising made; the one that is open, else the last. */
const confirmationSecret = (account: Account, invoice: Fields) => {
  const own = paymentsOf(account, idOf(invoice)).filter(({ is_default: isDefault }) => isDefault)
  const current = own.find(({ status }) => status === 'open') ?? own.at(-1)
  const intent = account.find('payment_intent', current?.payment.payment_intent)
  return intent === undefined ? null : { client_secret: intent.client_secret ?? '', type: 'payment_intent' }
}

const paidOffStripe = (account: Account, invoice: Fields): number =>
  paymentsOf(account, idOf(invoice))
    .filter(({ payment }) => payment.type === 'payment_record')
    .reduce((sum, { amount_paid: amount }) => sum + (amount ?? 0), 0)

const refuse = (what: string) => (): never => {
  throw notBuilt(`expanding ${what}: the balance of the account is not modelled`, 'expand')
}

/** What objects of payments carry only when asked to. */
export const paymentInclusions: Inclusions = {
  charge: {
    balance_transaction: refuse('charge.balance_transaction'),
    failure_balance_transaction: refuse('charge.failure_balance_transaction'),
    refunds: (account, charge) => {
      const found = account.all('refund').list([{ index: 'charge', value: idOf(charge) }])
      return firstOf(account, 'refund', found, `/v1/charges/${idOf(charge)}/refunds`)
    },
  },
  invoice: {
    amount_paid_off_stripe: paidOffStripe,
    confirmation_secret: confirmationSecret,
    payments: (account, invoice) =>
      firstOf(account, 'invoice_payment', paymentsOf(account, idOf(invoice)).toReversed(), '/v1/invoice_payments'),
  },
  refund: {
    balance_transaction: refuse('refund.balance_transaction'),
    failure_balance_transaction: refuse('refund.failure_balance_transaction'),
  },
}
