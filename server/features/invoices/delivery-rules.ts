// Rule: what has to be delivered for an invoice follows from its products. The product's metadata says what it delivers
// (`countersign_delivers`: license, coupon or tenant) and when (`countersign_deliver_on`: sent or paid); sent by default,
// since whoever accepted a quote is trusted to pay. A line without that, or without a product, delivers nothing.

import { type DeliveryKind, deliveryKindSchema, deliverOnSchema } from '@countersign/shared/features/invoice-work'
import type { SendFacts } from '@countersign/shared/features/invoice-sending'

export interface SoldProduct {
  readonly productStripeId: string
  readonly productName: string
  readonly productMetadata: Readonly<Record<string, string>>
}

export interface SoldLine {
  readonly productStripeId: string | null
  readonly quantity: number | null
}

type Delivery = SendFacts['deliveries'][number]

export const deliveryOf = ({ productMetadata }: Pick<SoldProduct, 'productMetadata'>): DeliveryKind | null =>
  deliveryKindSchema.safeParse(productMetadata['countersign_delivers']).data ?? null

/** One for each product, however many lines sell it. */
export const deliveriesOf = (lines: readonly SoldLine[], products: readonly SoldProduct[]): Delivery[] =>
  [...Map.groupBy(lines, ({ productStripeId }) => productStripeId)].flatMap(([productStripeId, sold]) => {
    const product = products.find((one) => one.productStripeId === productStripeId)
    const kind = product ? deliveryOf(product) : null
    if (!product || kind === null) return []
    const count = sold.reduce((sum, { quantity }) => sum + (quantity ?? 1), 0)
    return [
      {
        productStripeId: product.productStripeId,
        kind,
        deliverOn: deliverOnSchema.catch('sent').parse(product.productMetadata['countersign_deliver_on']),
        what: count === 1 ? product.productName : `${product.productName} × ${count}`,
      },
    ]
  })
