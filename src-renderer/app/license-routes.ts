import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from './root-route.ts'
import { licensesSearchSchema } from './search-params.ts'

export const licenses = createRoute({
  getParentRoute: () => root,
  path: '/licenses',
  validateSearch: licensesSearchSchema,
  component: lazyRouteComponent(() => import('./pages/licenses-page.tsx'), 'LicensesPage'),
})

export const license = createRoute({
  getParentRoute: () => root,
  path: '/licenses/$id',
  component: lazyRouteComponent(() => import('./pages/license-page.tsx'), 'LicensePage'),
})

export const instance = createRoute({
  getParentRoute: () => root,
  path: '/instances/$id',
  component: lazyRouteComponent(() => import('./pages/instance-page.tsx'), 'InstancePage'),
})
