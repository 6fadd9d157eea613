import type { StripeMetadata } from './request-metadata.ts'

/** One item of a subscription, with what its plan says. Times are ISO. */
export interface SoldItem {
  readonly stripeId: string
  readonly subscriptionStripeId: string
  readonly customerStripeId: string
  readonly metadata: StripeMetadata
  readonly customerMetadata: StripeMetadata
  readonly priceStripeId: string
  readonly productStripeId: string
  readonly productName: string
  readonly priceMetadata: StripeMetadata
  readonly productMetadata: StripeMetadata
  /** null: it isn't metered. */
  readonly meterStripeId: string | null
  readonly startsAt: string
  readonly endsAt: string
}

export interface SoldItems {
  readonly rows: readonly SoldItem[]
  readonly nextAfter: string | null
}

export interface MeterFacts {
  readonly stripeId: string
  readonly eventName: string
  readonly formula: string
  readonly isActive: boolean
  readonly customerKey: string
  readonly valueKey: string
}

export interface MeterSpan {
  readonly meterStripeId: string
  readonly customerStripeId: string
  /** Both on whole minutes. */
  readonly from: string
  readonly to: string
}

export interface MeteredLineWish {
  readonly subscriptionStripeId: string
  readonly itemStripeId: string
  readonly priceStripeId: string
  readonly startsAt: string
  readonly endsAt: string
}

/** The line of an invoice that bills the use of one period. */
export interface MeteredLine {
  readonly invoiceStripeId: string
  readonly invoiceNumber: string | null
  readonly invoiceStatus: string
  readonly amount: number
  readonly currency: string
  readonly quantity: number | null
}

export interface MeterEventWish {
  readonly eventName: string
  readonly payload: Readonly<Record<string, string>>
  /** At most 100 characters. */
  readonly identifier: string
  readonly at: string
}

/** Asked live; throws `GatewayError` when Stripe can't be asked. */
export interface Metering {
  /** What is sold by subscriptions that haven't ended, a page of them. */
  listSoldItems(startingAfter: string | null): Promise<SoldItems>
  /** Of one subscription; none when it has ended or isn't there. */
  readSoldItems(subscriptionStripeId: string): Promise<readonly SoldItem[]>
  readMeter(meterStripeId: string): Promise<MeterFacts | null>
  /** What Stripe makes of the events of a span so far; lags behind them. */
  readMeterSummary(span: MeterSpan): Promise<number>
  findMeteredLine(wish: MeteredLineWish): Promise<MeteredLine | null>
  /** `taken`: an event with this identifier is there already. */
  createMeterEvent(wish: MeterEventWish): Promise<'made' | 'taken'>
}
