import { createHash } from 'node:crypto'
import { type JwsFault, openJws } from './jws.ts'
import type { KeyRing } from './keys.ts'

export const LEASE_TYPE = 'license-lease+jws'
export const LICENSE_FILE_TYPE = 'license-file+jws'

/** What a lease grants. Times in milliseconds since the epoch. */
export interface Lease {
  readonly server: string
  readonly product: string
  /** Of a license file: its own id. */
  readonly instanceId: string
  readonly installId: string
  readonly licenseId: string
  readonly plan: string
  readonly planRevision: string
  /** By name; absent is unlimited, 0 is none. */
  readonly limits: Readonly<Record<string, number>>
  readonly environment: string
  readonly hasMultiTenancy: boolean
  /** The last day whose releases are covered, or null for all. */
  readonly updatesUntil: string | null
  readonly nonceHash: string
  readonly issuedAt: number
  readonly runUntil: number
  /** From then on others may take the seat. Of a license file: its end. */
  readonly seatUntil: number
}

export type LeaseFault =
  | JwsFault
  | 'OTHER_PRODUCT'
  | 'OTHER_INSTANCE'
  | 'OTHER_INSTALLATION'
  | 'NOT_THE_ANSWER'
  | 'FROM_THE_FUTURE'

/** Whose the lease has to be. What is left out is not asked. */
export interface Expected {
  readonly product: string
  readonly installId?: string
  readonly instanceId?: string
  /** The nonce that was sent: proves that this is the answer to it, and fresh. */
  readonly nonce?: string
  /** Milliseconds since the epoch; a lease that was issued more than five minutes later is not believed. */
  readonly nowMs?: number
}

export type OpenedLease =
  | { readonly isOk: true; readonly lease: Lease }
  | { readonly isOk: false; readonly fault: LeaseFault }

const SKEW_MS = 5 * 60_000
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const hashNonce = (nonce: string): string => createHash('sha256').update(nonce, 'ascii').digest('base64url')

type Kind = typeof LEASE_TYPE | typeof LICENSE_FILE_TYPE
type Claims = Readonly<Record<string, unknown>>

const isText = (value: unknown): value is string => typeof value === 'string'

const secondsOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value * 1000 : null

const limitsOf = (value: unknown): Record<string, number> | null => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries: Array<[string, number]> = []
  for (const [name, limit] of Object.entries(value)) {
    if (typeof limit !== 'number' || !Number.isSafeInteger(limit) || limit < 0) return null
    entries.push([name, limit])
  }
  return Object.fromEntries(entries)
}

const timesOf = (claims: Claims, type: Kind) => {
  const issuedAt = secondsOf(claims['iat'])
  const runUntil = secondsOf(claims['exp'])
  const seatUntil = secondsOf(claims[type === LEASE_TYPE ? 'seatUntil' : 'exp'])
  if (issuedAt === null || runUntil === null || seatUntil === null || issuedAt > runUntil) return null
  return { issuedAt, runUntil, seatUntil }
}

const textsOf = ({ iss, aud, sub, install, license, plan, planRevision, environment, nonceHash }: Claims) => {
  const texts = { server: iss, product: aud, instanceId: sub, installId: install, licenseId: license }
  const all = { ...texts, plan, planRevision, environment, nonceHash }
  return Object.values(all).every(isText) ? (all as Record<keyof typeof all, string>) : null
}

/** null where a claim is missing or of another form. */
const leaseOf = (claims: Claims, type: Kind): Lease | null => {
  const texts = textsOf(claims)
  const times = timesOf(claims, type)
  const limits = limitsOf(claims['limits'])
  const { v, hasMultiTenancy, updatesUntil } = claims
  if (v !== 1 || texts === null || times === null || limits === null || typeof hasMultiTenancy !== 'boolean')
    return null
  if (updatesUntil !== null && !(isText(updatesUntil) && DAY.test(updatesUntil))) return null
  return { ...texts, ...times, limits, hasMultiTenancy, updatesUntil }
}

const foreignness = (lease: Lease, expected: Expected): LeaseFault | null => {
  if (lease.product !== expected.product) return 'OTHER_PRODUCT'
  if (expected.installId !== undefined && lease.installId !== expected.installId) return 'OTHER_INSTALLATION'
  if (expected.instanceId !== undefined && lease.instanceId !== expected.instanceId) return 'OTHER_INSTANCE'
  if (expected.nonce !== undefined && lease.nonceHash !== hashNonce(expected.nonce)) return 'NOT_THE_ANSWER'
  return expected.nowMs !== undefined && lease.issuedAt > expected.nowMs + SKEW_MS ? 'FROM_THE_FUTURE' : null
}

const openAs = (type: Kind, text: string, keys: KeyRing, expected: Expected): OpenedLease => {
  const jws = openJws(text, type, keys.keyOf)
  if (!jws.isOk) return jws
  const lease = leaseOf(jws.claims, type)
  if (lease === null) return { isOk: false, fault: 'MALFORMED' }
  const fault = foreignness(lease, expected)
  return fault === null ? { isOk: true, lease } : { isOk: false, fault }
}

/** Reads a lease and says whether it is one for us. Whether it still runs is a question of the moment, and asked elsewhere. */
export const openLease = (text: string, keys: KeyRing, expected: Expected): OpenedLease =>
  openAs(LEASE_TYPE, text, keys, expected)

/** The same of a license file; spaces and line breaks in it don't count. */
export const openLicenseFile = (text: string, keys: KeyRing, expected: Expected): OpenedLease =>
  openAs(LICENSE_FILE_TYPE, text.replaceAll(/\s/g, ''), keys, expected)
