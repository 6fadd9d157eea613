import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'

/** Where Stripe bills a customer: the one address that links of theirs are mailed to. Refuses with BILLING_EMAIL_MISSING. */
export const readBillingEmail = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  customerStripeId: string,
): Promise<string> => {
  const email = (await stripe.readCustomer(customerStripeId))?.email ?? null
  if (email === null) throw new AppError('BILLING_EMAIL_MISSING')
  return email
}
