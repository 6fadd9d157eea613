import { hash } from 'node:crypto'

/** base64url of SHA-256 over the nonce as it was written. */
export const hashNonce = (nonce: string): string => hash('sha256', nonce, 'base64url')
