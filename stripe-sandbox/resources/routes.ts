import type { Route } from '../wire/route.ts'
import { balanceTransactionRoutes } from './balance-transactions/routes.ts'
import { chargeRoutes } from './charges/routes.ts'
import { checkoutSessionRoutes } from './checkout-sessions/routes.ts'
import { couponRoutes } from './coupons/routes.ts'
import { creditNoteRoutes } from './credit-notes/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { invoiceItemRoutes } from './invoice-items/routes.ts'
import { invoicePaymentRoutes } from './invoice-payments/routes.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { meterRoutes } from './meters/routes.ts'
import { paymentIntentRoutes } from './payment-intents/routes.ts'
import { paymentMethodRoutes } from './payment-methods/routes.ts'
import { portalConfigurationRoutes } from './portal-configurations/routes.ts'
import { portalSessionRoutes } from './portal-sessions/routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { productRoutes } from './products/routes.ts'
import { promotionCodeRoutes } from './promotion-codes/routes.ts'
import { refundRoutes } from './refunds/routes.ts'
import { setupIntentRoutes } from './setup-intents/routes.ts'
import { subscriptionScheduleRoutes } from './subscription-schedules/routes.ts'
import { subscriptionItemRoutes } from './subscriptions/item-routes.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'
import { taxIdRoutes } from './tax-ids/routes.ts'
import { taxRateRoutes } from './tax-rates/routes.ts'
import { testClockRoutes } from './test-clocks/routes.ts'
import { webhookEndpointRoutes } from './webhook-endpoints/routes.ts'

/** Everything that the sandbox can do; what is not here is refused by name. */
export const routes: readonly Route[] = [
  ...balanceTransactionRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...couponRoutes,
  ...creditNoteRoutes,
  ...customerRoutes,
  ...eventRoutes,
  ...invoiceItemRoutes,
  ...invoicePaymentRoutes,
  ...invoiceRoutes,
  ...meterRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...portalConfigurationRoutes,
  ...portalSessionRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...promotionCodeRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...subscriptionItemRoutes,
  ...subscriptionRoutes,
  ...subscriptionScheduleRoutes,
  ...taxIdRoutes,
  ...taxRateRoutes,
  ...testClockRoutes,
  ...webhookEndpointRoutes,
]
