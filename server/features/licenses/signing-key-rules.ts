// Signing keys change hands with an overlap: a new one is published a day before it signs, and the old one stays published
// until nothing that it signed can still run.

import { DAY_MS } from '@countersign/shared/times'

/** Long before clients that fetch keys now and then would meet it. */
export const PUBLISHED_BEFORE_MS = DAY_MS

interface KeyTimes {
  readonly signsFrom: number
  readonly publishedUntil: number | null
}

/** The newest that signs already. `keys`: oldest first. */
export const signerAt = <Key extends { readonly row: KeyTimes }>(keys: readonly Key[], now: number): Key | undefined =>
  keys.findLast(({ row }) => row.signsFrom <= now) ?? keys[0]

export const publishedAt = <Key extends { readonly row: KeyTimes }>(keys: readonly Key[], now: number): Key[] =>
  keys.filter(({ row }) => row.publishedUntil === null || row.publishedUntil > now)
