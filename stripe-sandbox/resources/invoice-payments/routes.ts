import type { Stripe } from 'stripe'
import { missingParam } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Route, route } from '../../wire/route.ts'

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'invoice_payment',
  operation,
  supports,
})

const LIST = ['created', 'ending_before', 'invoice', 'limit', 'payment', 'starting_after', 'status']

/** A payment is named by its type and, in a field of that name, its id. */
const checkPayment = (payment: Stripe.InvoicePaymentListParams.Payment | undefined): void => {
  if (payment === undefined) return
  const id = payment.type === 'payment_record' ? payment.payment_record : payment.payment_intent
  if (id === undefined) throw missingParam(`payment[${payment.type}]`)
}

export const invoicePaymentRoutes: readonly Route[] = [
  route<Stripe.InvoicePaymentListParams>('GET', '/v1/invoice_payments', {
    ...spec('list', LIST),
    handle: (call, params) => {
      checkPayment(params.payment)
      return listPage(call, {
        kind: 'invoice_payment',
        params,
        keys: [keyed('invoice', params.invoice), keyed('intent', params.payment?.payment_intent)],
        where: ({ invoice, status, payment }) =>
          all(
            same(params.invoice, invoice),
            same<string>(params.status, status),
            same<string | undefined>(params.payment?.payment_intent, payment.payment_intent),
            same<string | undefined>(params.payment?.payment_record, payment.payment_record),
          ),
      })
    },
  }),
  route('GET', '/v1/invoice_payments/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('invoice_payment', id),
  }),
]
