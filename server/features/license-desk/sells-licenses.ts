import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { PaymentGateway } from '../../ports/payment-gateway.ts'

interface Known {
  readonly sells: boolean
  readonly at: number
}

/** A new plan is found within seconds; that there are any is no news for minutes. */
const HOLDS_MS = { yes: 10 * MINUTE_MS, no: 5000 }

const known = new WeakMap<PaymentGateway, Known>()

/** Whether any price of the account licenses something: where none does, events need no reads for licenses. */
export const sellsLicenses = async ({ stripe, clock }: Pick<Kernel, 'stripe' | 'clock'>): Promise<boolean> => {
  const now = clock.now()
  const last = known.get(stripe)
  if (last && now - last.at < (last.sells ? HOLDS_MS.yes : HOLDS_MS.no)) return last.sells
  const prices = await stripe.listPrices()
  const sells = prices.some(({ metadata, productMetadata }) => 'license-product' in { ...productMetadata, ...metadata })
  known.set(stripe, { sells, at: now })
  return sells
}
