import { randomBytes } from 'node:crypto'
import { DEFAULT_TERMS, type LicenseTerms } from '@countersign/shared/features/license-facts'
import type { ActivateCall, Activated, CheckCall, DescribeCall } from '@countersign/shared/licenses-api'
import { createServer } from '../../server/app/create-server.ts'
import { makeKey } from '../../server/features/licenses/make-key.ts'
import { insertLicense, type LicenseRow } from '../../server/features/licenses/store.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel, LicenseSettings } from '../../server/kernel/context.ts'
import { newId } from '../../server/kernel/ids.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { companionKernel } from '../prove/companion-kernel.ts'

/** 21 November 2026, noon UTC. */
export const NOON = Date.UTC(2026, 10, 21, 12)

export const PAID_SUBSCRIPTION = {
  from: 'subscription',
  status: 'active',
  awaitsFirstPayment: false,
  unpaidSince: null,
  cancelAt: null,
  endedAt: null,
  isItemGone: false,
} as const

export const aLicense = (
  over: Partial<Omit<LicenseRow, 'terms' | 'facts'>> & { terms?: Partial<LicenseTerms>; facts?: object | null } = {},
): LicenseRow => {
  const { terms, facts = PAID_SUBSCRIPTION, ...rest } = over
  const id = over.id ?? newId('lic', NOON)
  return {
    id,
    teamId: 'kestrel',
    customerStripeId: 'cus_1',
    product: 'loomfield',
    kind: 'subscription',
    source: 'item',
    subscriptionStripeId: `sub_${id}`,
    itemStripeId: `si_${id}`,
    invoiceStripeId: null,
    deliverOn: 'paid',
    plan: 'Business',
    seats: 2,
    developmentSeats: 1,
    updatesUntil: null,
    factsAsOf: NOON,
    problem: null,
    endsAt: null,
    extendedUntil: null,
    suspendedAt: null,
    suspendedFor: null,
    revokedAt: null,
    revokedFor: null,
    createdAt: NOON,
    changedAt: NOON,
    version: 1,
    terms: JSON.stringify({ ...DEFAULT_TERMS, limits: { 'max-devices': 1000 }, supportPriority: 'high', ...terms }),
    facts: facts === null ? null : JSON.stringify(facts),
    ...rest,
  }
}

export const aPerpetual = (updatesUntil: string, over: Parameters<typeof aLicense>[0] = {}): LicenseRow =>
  aLicense({
    kind: 'perpetual',
    source: 'invoice',
    subscriptionStripeId: null,
    itemStripeId: null,
    invoiceStripeId: 'in_1',
    facts: { from: 'invoice', status: 'paid', paidAt: null },
    updatesUntil,
    ...over,
  })

export const aNonce = (): string => randomBytes(32).toString('base64url')
export const anInstallId = (): string => randomBytes(16).toString('base64url')

const RUNNING = { version: '4.2.0', releasedOn: '2026-11-01' }

export interface LicenseServerOptions {
  readonly clock?: Kernel['clock'] & { advance(ms: number): void }
  readonly settings?: Partial<LicenseSettings>
  readonly stripe?: Partial<PaymentGateway>
  readonly replica?: string
}

/** The companion's own HTTP face over a database, with a clock that stands. */
export const openLicenseServer = async (db: Database, options: LicenseServerOptions = {}) => {
  const { clock = fixedClock(NOON), settings, stripe = {}, replica = 'test' } = options
  const base = companionKernel({ db, stripe: stripe as PaymentGateway, clock, replica })
  const licenses = { clones: 'grace', callsPerMinute: 100_000, ...settings } as const
  const kernel: Kernel = { ...base, settings: { ...base.settings, licenses } }
  const app = await createServer(kernel, {
    signIn: { publicUrl: () => 'http://companion.test', hasLocal: true, oidc: null, hasSampleAccounts: false },
    trustedProxies: [],
    metricsToken: null,
    webhookSecrets: new Map(),
    deskFolder: null,
    embedded: null,
  })

  /** With a key of its own, which is returned. */
  const issue = (row: LicenseRow = aLicense()): Promise<string> =>
    inTransaction(db, async (tx) => {
      await insertLicense(tx, row)
      return makeKey(tx, kernel.keys, { licenseId: row.id, at: clock.now() })
    })
  const post = async (call: 'describe' | 'activate' | 'check' | 'release', body: object) => {
    const reply = await app.inject({ method: 'POST', url: `/v1/licenses/${call}`, payload: body })
    return { status: reply.statusCode, headers: reply.headers, body: reply.json() }
  }
  const describe = (key: string, over: Partial<DescribeCall> = {}) =>
    post('describe', { key, product: 'loomfield', ...RUNNING, ...over })
  const activate = (key: string, over: Partial<ActivateCall> = {}) =>
    post('activate', {
      key,
      product: 'loomfield',
      ...RUNNING,
      name: 'node-1',
      environment: 'production',
      installId: anInstallId(),
      nonce: aNonce(),
      ...over,
    })
  const check = (of: Pick<Activated, 'instance' | 'token'>, over: Partial<CheckCall> = {}) =>
    post('check', { instance: of.instance, token: of.token, nonce: aNonce(), ...RUNNING, ...over })
  const release = ({ instance, token }: Pick<Activated, 'instance' | 'token'>) => post('release', { instance, token })
  return { app, kernel, clock, issue, post, describe, activate, check, release, close: () => app.close() }
}
