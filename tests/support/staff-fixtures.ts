import Fastify, { type FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import type { Role } from '@countersign/shared/roles'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel, Settings } from '../../server/kernel/context.ts'
import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { silentLog } from '../../server/kernel/log.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { addStaff } from '../../server/features/staff/add-staff.ts'
import { openSession } from '../../server/features/staff/open-session.ts'
import { registerStaffRoutes, type SignInOptions } from '../../server/features/staff/routes.ts'
import { findStaff } from '../../server/features/staff/store.ts'

export const STARTED_AT = Date.UTC(2026, 10, 21, 9, 0, 0)
export const PUBLIC_URL = 'http://127.0.0.1:4870'
export const GOOD_PASSWORD = 'heron under the old bridge'

/** Nothing of sign-in asks Stripe; whoever tries is found out. */
const noStripe = new Proxy({} as PaymentGateway, {
  get: (_target, name) => () => {
    throw new Error(`Stripe was asked: ${String(name)}`)
  },
})

const SETTINGS: Settings = {
  teamKeys: ['team'],
  ticketUrlTemplate: null,
  sessionMs: 10 * 3_600_000,
  mode: 'TEST',
  isEmbedded: true,
  stripeHost: 'sandbox',
  mailFrom: null,
  linkReturnUrl: null,
  replica: 'test',
  version: '0.0.0',
}

/** A standing clock that moves on by a millisecond when asked, so that what happened later sorts later. */
const tickingClock = (startAt: number): ReturnType<typeof fixedClock> => {
  const clock = fixedClock(startAt)
  const now = () => {
    clock.advance(1)
    return clock.now()
  }
  return { now, advance: (ms) => clock.advance(ms) }
}

export type StaffKernel = Kernel & { readonly clock: ReturnType<typeof fixedClock> }

export const staffKernel = (db: Database, settings: Partial<Settings> = {}): StaffKernel => ({
  db,
  stripe: noStripe,
  clock: tickingClock(STARTED_AT),
  log: silentLog,
  keys: createKeyRing(Buffer.alloc(32, 7)),
  settings: { ...SETTINGS, ...settings },
})

let made = 0

export interface MadeStaff {
  readonly id: string
  readonly email: string
  readonly password: string
}

/** A person with these roles, as the companion's own command makes them. */
export const makeStaff = async (
  kernel: Kernel,
  roles: readonly Role[],
  some: { email?: string; name?: string; password?: string | null } = {},
): Promise<MadeStaff> => {
  made += 1
  const email = some.email ?? `person-${made}@staff.example`
  const password = some.password === undefined ? GOOD_PASSWORD : some.password
  const acting = { actor: systemActor('test'), requestId: null }
  const id = await addStaff(kernel, acting, { name: some.name ?? `Person ${made}`, email, roles, password })
  return { id, email, password: password ?? '' }
}

/** A session of that person, without the way through the door. */
export const sessionOf = async (kernel: Kernel, id: string): Promise<{ token: string; actor: StaffActor }> => {
  const staff = await findStaff(kernel.db, id)
  if (!staff) throw new Error('no such person')
  const door = { address: '192.0.2.1', device: 'desktop Linux', requestId: 'req' }
  return inTransaction(kernel.db, (tx) => openSession(kernel, tx, { staff, door, method: 'password' }))
}

export const openDoor = async (kernel: Kernel, options: Partial<SignInOptions> = {}): Promise<FastifyInstance> => {
  const app = Fastify()
  registerStaffRoutes(app, kernel, { publicUrl: PUBLIC_URL, oidc: null, ...options })
  await app.ready()
  return app
}

/** What the person's authenticator shows at that moment. */
export const codeAt = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })

export interface Told {
  readonly action: string
  readonly outcome: string
  readonly subjectId: string
  readonly actorId: string
  readonly details: Record<string, unknown>
}

/** What the audit log holds, in order. */
export const auditLog = async (db: Database): Promise<Told[]> => {
  const rows = await db.selectFrom('auditEntry').selectAll().orderBy('id').execute()
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as Record<string, unknown> }))
}

export const auditActions = async (db: Database): Promise<string[]> => (await auditLog(db)).map((row) => row.action)
