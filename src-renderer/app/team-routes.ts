import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from './root-route.ts'
import * as params from './search-params.ts'

const team = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId',
  validateSearch: params.teamSearchSchema,
  component: lazyRouteComponent(() => import('./pages/team-page.tsx'), 'TeamPage'),
})

const credit = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/credit',
  validateSearch: params.creditSearchSchema,
  component: lazyRouteComponent(() => import('./pages/credit-page.tsx'), 'CreditPage'),
})

const reversal = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/reversal',
  validateSearch: params.reversalSearchSchema,
  component: lazyRouteComponent(() => import('./pages/reversal-page.tsx'), 'ReversalPage'),
})

const change = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/change',
  validateSearch: params.changeSearchSchema,
  component: lazyRouteComponent(() => import('./pages/change-page.tsx'), 'ChangePage'),
})

const billing = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/billing',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/billing-page.tsx'), 'BillingPage'),
})

const stack = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/stack',
  validateSearch: params.subscriptionWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/stack-page.tsx'), 'StackPage'),
})

const coupon = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/coupon',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/coupon-page.tsx'), 'CouponPage'),
})

const link = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/link',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/link-page.tsx'), 'LinkPage'),
})

const portal = createRoute({
  getParentRoute: () => root,
  path: '/teams/$customerStripeId/portal',
  validateSearch: params.teamWorkSearchSchema,
  component: lazyRouteComponent(() => import('./pages/portal-page.tsx'), 'PortalPage'),
})

/** A team's page, and where something is prepared for the team. */
export const TEAM_ROUTES = [team, credit, reversal, change, billing, stack, coupon, link, portal] as const
