import type { Database } from '../ports/database.ts'
import type { PaymentGateway } from '../ports/payment-gateway.ts'
import type { Provisioner } from '../ports/provisioner.ts'
import type { StaffActor } from './actor.ts'
import type { Clock } from './clock.ts'
import type { KeyRing } from './key-ring.ts'
import type { Log } from './log.ts'

/** What a use-case may need from the outside; made once by the composition root. */
export interface Kernel {
  readonly db: Database
  readonly stripe: PaymentGateway
  readonly clock: Clock
  readonly log: Log
  readonly keys: KeyRing
  readonly settings: Settings
  /** Where somebody runs tenants for the teams; `settings.tenants` says how. */
  readonly provisioner?: Provisioner
}

/** Set where somebody runs tenants for the teams. */
export interface TenantSettings {
  readonly provisioner: 'http-callback' | 'the-things-stack'
  readonly provisionerHost: string
  /** Prices and products that have a tenant, whatever their metadata says. */
  readonly plans: readonly string[]
  /** How long a past due plan is served that doesn't say so itself. */
  readonly pastDueDays: number
  /** So long after a tenant was suspended it is archived; absent: never. */
  readonly archiveDays?: number
}

/** How often and how fast the account is compared. */
export interface DriftSettings {
  /** `02:00` in UTC; null: only when somebody asks. */
  readonly dailyAt: string | null
  readonly readsPerSecond: number
}

/** How counts are judged, and where they are pulled from. */
export interface MeteringSettings {
  /** Beyond it a count waits for finance: so many times the last one, and more than so many off it. */
  readonly band: { readonly factor: number; readonly floor: number }
  /** null: nothing is pulled. */
  readonly pull: {
    readonly kind: 'http-callback' | 'the-things-stack'
    readonly host: string
    readonly everyMinutes: number
  } | null
}

export interface LicenseSettings {
  /** Whether two copies of one installation are served while support looks, or refused. */
  readonly clones: 'grace' | 'strict'
  /** Of one address, in a minute. */
  readonly callsPerMinute: number
}

/** The non-secret part of the configuration that rules depend on. */
export interface Settings {
  /** Metadata keys that may carry the team id, in order of preference. */
  readonly teamKeys: readonly string[]
  /** e.g. `https://desk.example/tickets/{ticket}`; null = tickets aren't links. */
  readonly ticketUrlTemplate: string | null
  readonly sessionMs: number
  readonly mode: 'TEST' | 'LIVE'
  readonly isEmbedded: boolean
  readonly stripeHost: string
  /** Who mails come from; null = no mail server is configured, and none leaves. */
  readonly mailFrom: string | null
  /** The page that customers come back to from Stripe's; null = there are no links. */
  readonly linkReturnUrl: string | null
  readonly replica: string
  readonly version: string
  readonly tenants?: TenantSettings
  readonly licenses?: LicenseSettings
  readonly metering?: MeteringSettings
  readonly drift?: DriftSettings
}

/** One request at an edge. */
export interface RequestContext {
  readonly kernel: Kernel
  readonly staff: StaffActor | null
  readonly requestId: string
  readonly address: string
}
