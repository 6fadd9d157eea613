import { randomUUID } from 'node:crypto'
import { StripeRefusal } from '../wire/errors.ts'

/**
 * What can be broken on command. `*_before` happens instead of the work, `*_after` once the work is saved.
 * `nonsense` answers text that no client can read; `latency` delays an otherwise normal answer.
 */
export const faultKinds = [
  'rate_limit',
  'error_before',
  'error_after',
  'timeout_before',
  'timeout_after',
  'drop_before',
  'drop_after',
  'latency',
  'nonsense',
] as const

/**
 * What can be done to webhooks: sent twice, sent after `ms`, sent after the endpoint's next one, never sent. To its
 * sender a lost one counts as delivered.
 */
export const webhookFaultKinds = ['webhook_duplicate', 'webhook_late', 'webhook_reordered', 'webhook_lost'] as const

export type FaultKind = (typeof faultKinds)[number] | (typeof webhookFaultKinds)[number]

export interface FaultSpec {
  readonly kind: FaultKind
  /** Only for requests with this key's account. */
  readonly key?: string
  readonly method?: string
  /** A path with `*` for any text: `/v1/customers/*`. */
  readonly path?: string
  /** For webhooks: an event type with `*` for any text, and the id of an endpoint. */
  readonly type?: string
  readonly endpoint?: string
  /** How many matching requests fail; 1 unless said otherwise, 0 for all. */
  readonly times?: number
  /** How many matching requests pass first. */
  readonly skip?: number
  /** Milliseconds for `latency` and `webhook_late`; for `webhook_reordered` how long to wait for another at most. */
  readonly ms?: number
  /** `Stripe-Rate-Limited-Reason` of a 429. */
  readonly reason?: string
  /** What `nonsense` answers. */
  readonly body?: 'empty' | 'html' | 'json'
}

export interface Fault extends FaultSpec {
  readonly id: string
  readonly left: number
  readonly skipLeft: number
}

export interface FaultTarget {
  readonly accountKey: string
  readonly method: string
  readonly path: string
}

export interface WebhookTarget {
  readonly accountKey: string
  readonly type: string
  readonly endpoint: string
}

const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )

const isWebhookFault = ({ kind }: FaultSpec): boolean => webhookFaultKinds.some((known) => known === kind)

const matchesWebhook = (fault: Fault, target: WebhookTarget): boolean =>
  isWebhookFault(fault) &&
  (fault.key === undefined || fault.key === target.accountKey) &&
  (fault.endpoint === undefined || fault.endpoint === target.endpoint) &&
  (fault.type === undefined || pattern(fault.type).test(target.type))

const matches = (fault: Fault, target: FaultTarget): boolean =>
  !isWebhookFault(fault) &&
  (fault.key === undefined || fault.key === target.accountKey) &&
  (fault.method === undefined || fault.method.toUpperCase() === target.method) &&
  (fault.path === undefined || pattern(fault.path).test(target.path))

/** Faults that wait for their request, in the order in which they were set. */
export class FaultBoard {
  #faults: Fault[] = []

  add(spec: FaultSpec): Fault {
    const fault = { ...spec, id: randomUUID(), left: spec.times ?? 1, skipLeft: spec.skip ?? 0 }
    this.#faults.push(fault)
    return fault
  }

  list(): readonly Fault[] {
    return this.#faults
  }

  clear(): void {
    this.#faults = []
  }

  /** Takes one fault back; false when it is gone already. */
  remove(id: string): boolean {
    const before = this.#faults.length
    this.#faults = this.#faults.filter((fault) => fault.id !== id)
    return this.#faults.length < before
  }

  /** The fault that this request meets, if any; counts it. */
  take(target: FaultTarget): FaultSpec | undefined {
    return this.#count(this.#faults.find((candidate) => matches(candidate, target)))
  }

  /** The fault that this delivery meets, if any; counts it. */
  takeWebhook(target: WebhookTarget): FaultSpec | undefined {
    return this.#count(this.#faults.find((candidate) => matchesWebhook(candidate, target)))
  }

  #count(fault: Fault | undefined): FaultSpec | undefined {
    if (fault === undefined) return undefined
    if (fault.skipLeft > 0) {
      this.#replace(fault, { ...fault, skipLeft: fault.skipLeft - 1 })
      return undefined
    }
    if (fault.times === 0) return fault
    this.#replace(fault, fault.left > 1 ? { ...fault, left: fault.left - 1 } : undefined)
    return fault
  }

  #replace(old: Fault, fresh: Fault | undefined): void {
    this.#faults = this.#faults.flatMap((fault) => (fault.id === old.id ? (fresh ?? []) : fault))
  }
}

/** `Sandbox-Fault: error_after`, or `latency=250`: a fault for the request that carries the header. */
export const faultOfHeader = (header: string | undefined): FaultSpec | undefined => {
  if (header === undefined) return undefined
  const [kind = '', value] = header.split('=')
  const known = faultKinds.find((name) => name === kind)
  if (known === undefined) {
    throw new StripeRefusal(400, {
      type: 'invalid_request_error',
      message: `Unknown Sandbox-Fault '${kind}'. Known: ${faultKinds.join(', ')}`,
    })
  }
  return value === undefined ? { kind: known } : { kind: known, ms: Number(value) }
}

export const rateLimited = (reason = 'global-rate'): StripeRefusal =>
  new StripeRefusal(
    429,
    {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded. Learn more about rate limits at https://docs.stripe.com/rate-limits.',
    },
    { 'stripe-rate-limited-reason': reason },
  )

export const brokenInside = (): StripeRefusal =>
  new StripeRefusal(500, { type: 'api_error', message: 'An error occurred inside the sandbox, as it was told to.' })
