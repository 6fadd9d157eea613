import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { UiProvider } from '../theme/UiProvider.tsx'
import { Workbench } from './Workbench.tsx'

const root = document.querySelector('#root')
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
const asked = new URLSearchParams(location.search)

if (root) {
  createRoot(root).render(
    <StrictMode>
      <UiProvider styleNonce={nonce} colorScheme={asked.get('scheme') === 'dark' ? 'dark' : 'light'}>
        <Workbench page={asked.get('page') ?? 'states'} />
      </UiProvider>
    </StrictMode>,
  )
}
