import { toIso } from '@countersign/shared/times'
import { takeReport } from '../../server/features/metering/take-report.ts'
import { sweepItems } from '../../server/features/meters/sweep-items.ts'
import { workDue } from '../../server/features/meters/work-due.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import type { MeterEventWish, SoldItem } from '../../server/ports/meter-facts.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { never, REPORTED } from './metering-desk.ts'
import { aMirrorKernel } from './mirror-fixtures.ts'

export const STARTS = Date.parse('2026-11-01T00:00:00.000Z')
export const ENDS = Date.parse('2026-12-01T00:00:00.000Z')

export const anItem = (over: Partial<SoldItem> = {}): SoldItem => ({
  stripeId: 'si_1',
  subscriptionStripeId: 'sub_1',
  customerStripeId: 'cus_1',
  metadata: { team: 'kestrel' },
  customerMetadata: {},
  priceStripeId: 'price_1',
  productStripeId: 'prod_1',
  productName: 'Network',
  priceMetadata: {},
  productMetadata: {},
  meterStripeId: 'mtr_1',
  startsAt: toIso(STARTS),
  endsAt: toIso(ENDS),
  ...over,
})

/** Stripe as far as meters go, in memory: it outlives the companions that die. */
export const aStripe = () => {
  const events = new Map<string, MeterEventWish>()
  const world = {
    items: [anItem()],
    events,
    isAnswerLost: false,
    isDown: false,
    refusal: null as string | null,
    calls: 0,
  }
  const stripe = {
    listSoldItems: async () => ({ rows: world.items, nextAfter: null }),
    readMeter: async (stripeId: string) => ({
      stripeId,
      eventName: stripeId === 'mtr_1' ? 'devices' : `devices of ${stripeId}`,
      formula: 'last',
      isActive: true,
      customerKey: 'stripe_customer_id',
      valueKey: 'value',
    }),
    createMeterEvent: async (wish: MeterEventWish) => {
      world.calls += 1
      if (world.isDown) throw new GatewayError('stripe', 'unreachable', { retryable: true })
      if (world.refusal !== null) {
        const said = { status: 400, type: null, code: null, declineCode: null, message: world.refusal, requestId: null }
        throw new GatewayError('stripe', 'refused', { retryable: false, stripe: said })
      }
      const isTaken = events.has(wish.identifier)
      events.set(wish.identifier, events.get(wish.identifier) ?? wish)
      if (world.isAnswerLost) throw new GatewayError('stripe', 'timed-out', { retryable: true })
      return isTaken ? 'taken' : 'made'
    },
    readMeterSummary: async () => lastOf(events),
    findMeteredLine: async () => null,
  } as unknown as PaymentGateway
  return { stripe, world }
}

export const lastOf = (events: ReadonlyMap<string, MeterEventWish>): number => {
  const last = [...events.values()].toSorted((one, other) => one.at.localeCompare(other.at)).at(-1)
  return Number(last?.payload['value'] ?? 0)
}

export const aDesk = (db: Database, { stripe, world } = aStripe()) => {
  const kernel = aMirrorKernel(db, stripe)
  const report = (
    value: number,
    over: { measuredAt?: string; period?: string; tenantId?: string; counter?: string } = {},
    on = kernel,
  ) => {
    const { tenantId = 'kestrel', counter = 'end-devices', ...when } = over
    const totals = [{ tenantId, counts: { [counter]: value }, ...when }]
    return takeReport(on, { measuredAt: toIso(kernel.clock.now()), totals }, REPORTED)
  }
  const work = (holder = 'a') => workDue(kernel, holder, never)
  const begin = async () => {
    await sweepItems(kernel, 'a', never)
    await work()
  }
  return { kernel, world, report, work, begin }
}
