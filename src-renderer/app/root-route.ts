import { createRootRoute } from '@tanstack/react-router'
import { Desk } from './desk.tsx'
import { PageFailure } from './page-failure.tsx'
import { PageMissing } from './page-missing.tsx'

export const root = createRootRoute({
  component: Desk,
  errorComponent: PageFailure,
  notFoundComponent: PageMissing,
})
