// First: every import below may make a schema.
import './never-compile.ts'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './providers.tsx'
import { createDeskRouter } from './router.tsx'

const place = document.querySelector('#root')
if (!place) throw new Error('The page has no place for the desk.')

createRoot(place).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={createDeskRouter()} />
    </Providers>
  </StrictMode>,
)
