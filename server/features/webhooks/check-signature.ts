import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../kernel/errors.ts'
import { isWithinSkew, readSignatureHeader } from './signature-rules.ts'

export interface Delivery {
  readonly header: string | undefined
  /** As it came: a body that was parsed and written again has another signature. */
  readonly body: Uint8Array
}

const isSignedBy = (secret: KeyObject, signed: { time: string; body: Uint8Array }, signature: Buffer): boolean =>
  timingSafeEqual(createHmac('sha256', secret).update(`${signed.time}.`).update(signed.body).digest(), signature)

/** Throws `WEBHOOK_FORGED` or `WEBHOOK_OUT_OF_TIME`. Every secret is tried, so that a rolled one overlaps. */
export const checkSignature = ({ header, body }: Delivery, secrets: readonly KeyObject[], now: number): void => {
  const read = readSignatureHeader(header)
  if (read === null) throw new AppError('WEBHOOK_FORGED', { detail: 'no signature that can be read' })
  const { time, atMs, signatures } = read
  const given = signatures.map((text) => Buffer.from(text, 'hex'))
  const isOurs = secrets.some((secret) => given.some((signature) => isSignedBy(secret, { time, body }, signature)))
  if (!isOurs) throw new AppError('WEBHOOK_FORGED', { detail: 'no signature fits' })
  if (!isWithinSkew(atMs, now))
    throw new AppError('WEBHOOK_OUT_OF_TIME', { data: { skewSeconds: Math.round((atMs - now) / 1000) } })
}
