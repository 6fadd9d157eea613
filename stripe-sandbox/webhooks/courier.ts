import type { FaultBoard, FaultSpec } from '../control/faults.ts'
import type { Account } from '../store/account.ts'
import type { TouchedRow } from '../store/journal.ts'
import type { StoredEvent, WebhookDelivery } from '../store/kinds.ts'
import { nextAttemptAt } from './event-rules.ts'
import { type Answered, postEvent, type Target } from './post-event.ts'

/** One attempt, or what a fault did instead. */
export interface DeliveryNote {
  /** Milliseconds of the machine's clock. */
  readonly at: number
  readonly account: string
  readonly endpoint: string
  readonly url: string
  readonly event: string
  readonly type: string
  readonly attempt: number
  readonly status: number | null
  readonly error: string | null
  readonly fault: string | null
  /** Account time in Unix seconds; null when there is no next attempt. */
  readonly nextAttemptAt: number | null
}

export interface CourierSetting {
  readonly faults: FaultBoard
  /** Target of an endpoint that is not in the account. */
  readonly forward: (endpoint: string) => Target | undefined
  /** False once the account was reset: late answers must not bring it back. */
  readonly isOpen: (account: Account) => boolean
  /** Lets an account live up to its present. */
  readonly wake: (account: Account) => void
}

interface Parcel {
  readonly account: Account
  readonly key: string
  readonly row: WebhookDelivery
  readonly event: StoredEvent
  readonly target: Target
}

interface Waiting {
  readonly account: Account
  readonly key: string
  readonly id: string
}

/** Deliveries to one endpoint go one after the other, so that order is only lost on command. */
interface Lane {
  readonly waiting: Waiting[]
  readonly heldBack: (() => Promise<void>)[]
  isRunning: boolean
}

const KEPT_NOTES = 1000
const DEFAULT_FAULT_MS = 1000
const LOST: Answered = { status: null, error: 'Lost, as it was told to.' }

const isTaken = ({ status }: Answered): boolean => status !== null && status >= 200 && status < 300

/** Carries events to their endpoints, remembers what happened to them and sees to the next attempt. */
export class Courier {
  readonly #setting: CourierSetting
  readonly #lanes = new Map<string, Lane>()
  readonly #stop = new AbortController()
  readonly #timers = new Set<NodeJS.Timeout>()
  #busy = 0
  #idle: (() => void)[] = []
  #notes: DeliveryNote[] = []

  constructor(setting: CourierSetting) {
    this.#setting = setting
  }

  /** Told after every unit of work which rows it touched. */
  notice(account: Account, key: string, touched: readonly TouchedRow[]): void {
    for (const { kind, id } of touched) {
      if (kind !== 'webhook_delivery') continue
      const row = account.find('webhook_delivery', id)
      if (row?.retryAt === null) this.#enqueue({ account, key, id }, row.endpoint)
      else if (row !== undefined) this.#wakeAt(account, row.retryAt)
    }
  }

  notes(): readonly DeliveryNote[] {
    return this.#notes.slice(-KEPT_NOTES)
  }

  /** Resolves when nothing is on its way; what waits for a later attempt does not count. */
  settled(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  stop(): void {
    this.#stop.abort()
    for (const timer of this.#timers) clearTimeout(timer)
  }

  #after(ms: number, task: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      task()
    }, ms)
    timer.unref()
    this.#timers.add(timer)
  }

  /** A stopped clock wakes nobody: whoever moves it makes the attempt due. */
  #wakeAt(account: Account, at: number): void {
    if (account.clock.state.frozenAt !== null) return
    this.#after(Math.max(0, at - account.now) * 1000 + 1000, () => {
      if (this.#setting.isOpen(account)) this.#setting.wake(account)
    })
  }

  #enqueue(waiting: Waiting, endpoint: string): void {
    const name = `${waiting.account.id}/${endpoint}`
    const lane = this.#lanes.get(name) ?? { waiting: [], heldBack: [], isRunning: false }
    this.#lanes.set(name, lane)
    lane.waiting.push(waiting)
    if (lane.isRunning) return
    lane.isRunning = true
    void this.#track(() => this.#run(lane))
  }

  async #track(task: () => Promise<void>): Promise<void> {
    this.#busy += 1
    // Not before the answer of the request that caused it is on its way.
    await new Promise((resolve) => setImmediate(resolve))
    await task()
    this.#busy -= 1
    if (this.#busy === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #run(lane: Lane): Promise<void> {
    for (let next = lane.waiting.shift(); next !== undefined; next = lane.waiting.shift()) {
      if (this.#stop.signal.aborted) break
      const parcel = this.#pack(next)
      if (parcel === undefined) continue
      const isSent = await this.#deliver(lane, parcel)
      if (isSent) for (const send of lane.heldBack.splice(0)) await send()
    }
    lane.isRunning = false
  }

  #pack({ account, key, id }: Waiting): Parcel | undefined {
    const row = account.find('webhook_delivery', id)
    if (row === undefined || row.retryAt !== null || !this.#setting.isOpen(account)) return undefined
    const event = account.find('event', row.event)
    const target = this.#targetOf(account, row.endpoint)
    if (event !== undefined && target !== undefined) return { account, key, row, event, target }
    account.work(null, () => account.all('webhook_delivery').purge(id))
    return undefined
  }

  #targetOf(account: Account, id: string): Target | undefined {
    const endpoint = account.find('webhook_endpoint', id)
    if (endpoint === undefined) return this.#setting.forward(id)
    if (endpoint.status !== 'enabled') return undefined
    const older = (endpoint._retired ?? []).filter(({ until }) => until > account.now)
    return { url: endpoint.url, secret: endpoint._secret, olderSecrets: older.map(({ secret }) => secret) }
  }

  /** Returns whether something was sent now. */
  async #deliver(lane: Lane, parcel: Parcel): Promise<boolean> {
    const { key, event, row } = parcel
    const fault = this.#setting.faults.takeWebhook({ accountKey: key, type: event.type, endpoint: row.endpoint })
    switch (fault?.kind) {
      case 'webhook_lost':
        this.#settle(parcel, LOST, fault)
        return false
      case 'webhook_late':
        this.#after(fault.ms ?? DEFAULT_FAULT_MS, () => void this.#track(() => this.#send(parcel, fault)))
        return false
      case 'webhook_reordered':
        this.#holdBack(lane, parcel, fault)
        return false
      case 'webhook_duplicate':
        await this.#send(parcel, fault)
        await this.#send(parcel, fault)
        return true
      default:
        await this.#send(parcel)
        return true
    }
  }

  /** Waits until the endpoint's next delivery is through; without one, for the fault's time. */
  #holdBack(lane: Lane, parcel: Parcel, fault: FaultSpec): void {
    const send = (): Promise<void> => this.#send(parcel, fault)
    lane.heldBack.push(send)
    this.#after(fault.ms ?? DEFAULT_FAULT_MS, () => {
      const at = lane.heldBack.indexOf(send)
      if (at < 0) return
      lane.heldBack.splice(at, 1)
      void this.#track(send)
    })
  }

  async #send(parcel: Parcel, fault?: FaultSpec): Promise<void> {
    const { account, event, target } = parcel
    const body = JSON.stringify(account.find('event', event.id) ?? event, null, 2)
    const answered = await postEvent(target, body, this.#stop.signal)
    if (!this.#stop.signal.aborted) this.#settle(parcel, answered, fault)
  }

  #settle({ account, row: { id, endpoint }, event, target }: Parcel, answered: Answered, fault?: FaultSpec): void {
    if (!this.#setting.isOpen(account)) return
    const row = account.find('webhook_delivery', id)
    const attempts = (row?.attempts ?? 0) + 1
    const isDone = row === undefined || isTaken(answered) || answered === LOST
    const retryAt = isDone ? null : nextAttemptAt(event, attempts, account.now)
    this.#note({
      at: Date.now(),
      account: account.id,
      endpoint,
      url: target.url,
      event: event.id,
      type: event.type,
      attempt: attempts,
      ...answered,
      fault: fault?.kind ?? null,
      nextAttemptAt: retryAt,
    })
    if (row === undefined) return
    account.work(null, () => {
      if (retryAt === null) account.all('webhook_delivery').purge(id)
      else account.update('webhook_delivery', { ...row, attempts, retryAt })
      if (isDone) countDown(account, event.id)
    })
  }

  #note(note: DeliveryNote): void {
    this.#notes.push(note)
    if (this.#notes.length > 2 * KEPT_NOTES) this.#notes = this.#notes.slice(-KEPT_NOTES)
  }
}

const countDown = (account: Account, id: string): void => {
  const event = account.find('event', id)
  if (event !== undefined)
    account.update('event', { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) })
}
