import { useState } from 'react'

const BYTES = 18

const newKey = (): string =>
  btoa(String.fromCodePoint(...crypto.getRandomValues(new Uint8Array(BYTES))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')

/** Made when a form opens: whatever is clicked or sent twice from it is one request. `renew` begins another. */
export const useRequestKey = (): { readonly requestKey: string; readonly renew: () => void } => {
  const [requestKey, setKey] = useState(newKey)
  return { requestKey, renew: () => setKey(newKey()) }
}
