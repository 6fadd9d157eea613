import { createHash, randomBytes } from 'node:crypto'
import { catchUp } from '../billing/engine.ts'
import { FaultBoard } from '../control/faults.ts'
import { present } from '../resources/presenters.ts'
import { Account, type AccountHost, type KindRow } from '../store/account.ts'
import { AccountClock } from '../store/clock.ts'
import { IdGenerator } from '../store/ids.ts'
import type { TouchedRow } from '../store/journal.ts'
import { Courier } from '../webhooks/courier.ts'
import type { Target } from '../webhooks/post-event.ts'
import { type KeyGrant, KeyRing } from '../wire/keys.ts'

/** Saves what a unit of work touched, and brings accounts back at the start. */
export interface Persistence {
  readonly save: (account: OpenAccount, touched: readonly TouchedRow[]) => void
  readonly load: (open: (key: string, seed: string, saved: SavedAccount) => OpenAccount) => void
  readonly forget: (accountId: string) => void
  /** Whether the last making of a sample was cut off. */
  readonly isSeeding: () => boolean
  readonly markSeeding: (isSeeding: boolean) => void
  readonly close: () => void
}

export interface SavedAccount {
  readonly clock: { readonly offset: number; readonly frozenAt: number | null }
  readonly counts: Readonly<Record<string, number>>
}

/** Values are never changed in place, so a snapshot costs no more than its rows. */
export interface Snapshot {
  readonly seed: string
  readonly saved: SavedAccount
  readonly rows: readonly KindRow[]
}

export interface OpenAccount {
  readonly key: string
  readonly account: Account
}

export interface RequestNote {
  readonly id: string
  readonly at: number
  readonly method: string
  readonly path: string
  readonly status: number
  readonly account: string
  readonly idempotencyKey: string | null
  readonly fault: string | null
}

/** One answer of the API as it is sent; an empty body is one that is never sent. */
export interface ObservedAnswer {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: string
}

export interface SandboxOptions {
  /** Milliseconds; the machine's clock unless given. */
  readonly now?: () => number
  /** Seed of the ids of an account, by secret key; random otherwise. */
  readonly seeds?: Readonly<Record<string, string>>
  readonly keys?: Readonly<Record<string, KeyGrant>>
  readonly persistence?: Persistence | undefined
  /** Told all events of all accounts, like an endpoint that each of them has. */
  readonly forward?: Target | undefined
  readonly onAnswer?: ((answer: ObservedAnswer) => void) | undefined
}

/** The id under which the command line's endpoint stands in the delivery log. */
export const FORWARD_ID = 'we_command_line'

const KEPT_REQUESTS = 1000

export const accountIdOf = (key: string): string =>
  `acct_1${createHash('sha256').update(key).digest('base64url').replace(/[-_]/g, '0').slice(0, 15)}`

/** Everything a running sandbox holds: accounts by key, keys, faults and a short memory of requests. */
export class Sandbox {
  readonly keys = new KeyRing()
  readonly faults = new FaultBoard()
  readonly wallMs: () => number
  readonly courier: Courier
  readonly onAnswer: ((answer: ObservedAnswer) => void) | undefined
  /** Snapshots taken by the control API, by name. */
  readonly snapshots = new Map<string, Snapshot>()
  baseUrl = ''
  /** What a sample is made of is the past: nobody is told. */
  isForwarding = true
  #searchLagMs = 0
  #isClosed = false
  #requests: RequestNote[] = []
  readonly #accounts = new Map<string, OpenAccount>()
  readonly #seeds: Readonly<Record<string, string>>
  readonly #persistence: Persistence | undefined
  readonly #forward: Target | undefined

  constructor(options: SandboxOptions = {}) {
    this.wallMs = options.now ?? Date.now
    this.#seeds = options.seeds ?? {}
    this.#persistence = options.persistence
    this.#forward = options.forward
    this.onAnswer = options.onAnswer
    this.courier = new Courier({
      faults: this.faults,
      forward: (endpoint) => (endpoint === FORWARD_ID ? this.#forward : undefined),
      isOpen: (account) => this.accountById(account.id) === account,
      wake: (account) => catchUp(account),
    })
    for (const [key, grant] of Object.entries(options.keys ?? {})) this.keys.declare(key, grant)
    this.#persistence?.load((key, seed, saved) => this.#open(key, seed, saved))
    for (const { key, account } of this.#accounts.values()) {
      const waiting = account.all('webhook_delivery').list()
      this.courier.notice(
        account,
        key,
        waiting.toReversed().map(({ id }) => ({ kind: 'webhook_delivery', id })),
      )
    }
  }

  /** The account that a secret key opens; a new key opens an empty one. */
  account(key: string): Account {
    const open = this.#accounts.get(key) ?? this.#open(key, this.#seeds[key] ?? randomBytes(16).toString('hex'))
    catchUp(open.account)
    return open.account
  }

  accounts(): readonly OpenAccount[] {
    return [...this.#accounts.values()]
  }

  /** Whether anything ever happened in the account of a key. */
  holds(key: string): boolean {
    return this.#accounts.get(key)?.account.hasPast ?? false
  }

  accountById(id: string): Account | undefined {
    return [...this.#accounts.values()].find(({ account }) => account.id === id)?.account
  }

  /** Empties an account; its key opens a new one at the next request. */
  reset(key: string): void {
    this.#accounts.delete(key)
    this.#persistence?.forget(accountIdOf(key))
  }

  /** What an account is now; webhooks on their way are no part of it. */
  snapshot(key: string): Snapshot {
    const account = this.account(key)
    const rows = account.dump().filter(({ kind }) => kind !== 'webhook_delivery')
    return { seed: account.ids.seed, saved: { clock: account.clock.state, counts: account.ids.counts() }, rows }
  }

  /** Makes an account what it was, or a copy of another. */
  restore(key: string, { seed, saved, rows }: Snapshot): void {
    this.reset(key)
    const open = this.#open(key, seed, saved)
    for (const { kind, row } of rows) open.account.restore(kind, row)
    this.#persistence?.save(
      open,
      rows.map(({ kind, row }) => ({ kind, id: row.value.id })),
    )
  }

  get searchLagMs(): number {
    return this.#searchLagMs
  }

  /** From now on search sees what was true that long ago. */
  lagSearch(ms: number): void {
    this.#searchLagMs = ms
    for (const { account } of this.#accounts.values()) account.history.isKept = ms > 0
  }

  note(request: RequestNote): void {
    this.#requests.push(request)
    if (this.#requests.length > 2 * KEPT_REQUESTS) this.#requests = this.#requests.slice(-KEPT_REQUESTS)
  }

  requests(): readonly RequestNote[] {
    return this.#requests.slice(-KEPT_REQUESTS)
  }

  close(): void {
    this.#isClosed = true
    this.courier.stop()
    this.#persistence?.close()
  }

  /** What an advancing test clock sets off must not wait for the next request. */
  #finishSoon(account: Account): void {
    setImmediate(() => {
      if (!this.#isClosed && this.accountById(account.id) === account) catchUp(account)
    })
  }

  #open(key: string, seed: string, saved?: SavedAccount): OpenAccount {
    const host: AccountHost = {
      baseUrl: () => this.baseUrl,
      wallMs: this.wallMs,
      present,
      forwards: () => (this.#forward !== undefined && this.isForwarding ? [FORWARD_ID] : []),
      onCommit: (account, touched) => {
        this.#persistence?.save(open, touched)
        this.courier.notice(account, key, touched)
        if (touched.some(({ kind }) => kind === 'test_helpers.test_clock')) this.#finishSoon(account)
      },
    }
    const clock = new AccountClock(this.wallMs, saved?.clock)
    const open = { key, account: new Account(accountIdOf(key), host, clock, new IdGenerator(seed, saved?.counts)) }
    open.account.history.isKept = this.#searchLagMs > 0
    this.#accounts.set(key, open)
    return open
  }
}
