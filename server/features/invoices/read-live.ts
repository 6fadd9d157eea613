import { ERRORS } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'

export interface Live {
  readonly document: InvoiceDocument | null
  /** Of the customer, who may have got one since. */
  readonly email: string | null
  /** Why nothing is known, in words; null when Stripe answered. */
  readonly problem: string | null
}

/** The draft or invoice as it stands at Stripe. A screen goes on without it, and says so. */
export const readLive = async ({ stripe }: Pick<Kernel, 'stripe'>, stripeId: string | null): Promise<Live> => {
  if (stripeId === null) return { document: null, email: null, problem: null }
  try {
    const document = await stripe.readInvoiceDocument(stripeId)
    const customer = document && (await stripe.readCandidate(document.customerStripeId))
    return { document, email: customer?.email ?? null, problem: null }
  } catch (error) {
    if (!(error instanceof GatewayError) || error.gateway !== 'stripe') throw error
    return { document: null, email: null, problem: ERRORS[errorCodeOf(error)].text }
  }
}
