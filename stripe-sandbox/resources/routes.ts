import type { Route } from '../wire/route.ts'
import { checkoutSessionRoutes } from './checkout-sessions/routes.ts'
import { couponRoutes } from './coupons/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { paymentMethodRoutes } from './payment-methods/routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { productRoutes } from './products/routes.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'
import { taxIdRoutes } from './tax-ids/routes.ts'

/** Everything that the sandbox can do; what is not here is refused by name. */
export const routes: readonly Route[] = [
  ...checkoutSessionRoutes,
  ...couponRoutes,
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...priceRoutes,
  ...productRoutes,
  ...subscriptionRoutes,
  ...taxIdRoutes,
]
