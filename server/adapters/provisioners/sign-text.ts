import { createHmac } from 'node:crypto'

export interface Signing {
  readonly id: string
  readonly secrets: readonly string[]
  readonly at: number
}

const signatureOf = (secret: string, text: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(text, 'utf8').digest('base64')}`
}

/** As the Standard Webhooks specification says: HMAC-SHA-256 over id, seconds and text, one signature per secret. */
export const signText = ({ id, secrets, at }: Signing, text: string): Record<string, string> => {
  const seconds = String(Math.floor(at / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets.map((secret) => signatureOf(secret, `${id}.${seconds}.${text}`)).join(' '),
  }
}
