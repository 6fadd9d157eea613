import type { RunningSandbox } from 'stripe-sandbox'
import { afterAll } from 'vitest'
import { createHttpCallback } from '../../server/adapters/provisioners/http-callback.ts'
import { EVENTS } from '../../server/app/events.ts'
import { reconcileDue } from '../../server/features/tenants/reconcile-due.ts'
import { sweepAccount } from '../../server/features/tenants/sweep-account.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'
import { NOW, openDesk } from './desk.ts'
import { type Knock, openDoor, type Reply, say } from './http-door.ts'
import { JUNE } from './payment-day.ts'

interface Letter {
  readonly type: 'tenant.wanted' | 'tenant.describe'
  readonly data: TenantOrder
}

const letterOf = ({ text }: Pick<Knock, 'text'>) => JSON.parse(text) as Letter

/** Says that it did as it was told, and can't tell what it has. */
export const echo: Reply = (knock, response) => {
  const { type, data } = letterOf(knock)
  const { tenantId, state } = data
  say(type === 'tenant.wanted' ? 200 : 404, { tenantId, state })(knock, response)
}

/** Keeps the tenants that it is told of, so that it can tell what they are; anybody may change them there. */
export const keepTenants = () => {
  const kept = new Map<string, Pick<TenantOrder, 'state' | 'limits'>>()
  const reply: Reply = (knock, response) => {
    const { type, data } = letterOf(knock)
    const { tenantId } = data
    const before = kept.get(tenantId)
    if (type === 'tenant.wanted') kept.set(tenantId, { ...data, limits: data.limits ?? before?.limits ?? {} })
    const now = kept.get(tenantId)
    say(200, { tenantId, state: now?.state ?? 'absent', limits: now?.limits ?? null })(knock, response)
  }
  return { kept, reply }
}

let desks = 0

/** A companion that runs tenants over signed callbacks, on an account of its own from 1 June 2026 on. */
export const openTenantDesk = async (
  sandbox: RunningSandbox,
  { pastDueDays = 14, archiveDays }: { pastDueDays?: number; archiveDays?: number } = {},
) => {
  const key = `sk_test_tenants${desks++}`
  const control = sandbox.account(key)
  control.startAt(JUNE)
  const desk = await openDesk({ sandbox, key })
  const door = await openDoor(echo)
  afterAll(async () => {
    await door.close()
    await desk.close()
  })
  const { clock } = desk.kernel
  clock.advance(JUNE * 1000 - NOW)
  const tenants = {
    provisioner: 'http-callback',
    provisionerHost: 'callbacks.example',
    plans: [],
    pastDueDays,
    ...(archiveDays !== undefined && { archiveDays }),
  } as const
  const provisioner = createHttpCallback({
    url: door.url,
    secrets: ['whsec_c2VjcmV0IG9mIHRoZSBjYWxsYmFjaw=='],
    timeoutMs: 500,
    allowsPrivate: true,
    now: () => clock.now(),
  })
  const kernel = { ...desk.kernel, settings: { ...desk.kernel.settings, tenants }, provisioner }
  const never = new AbortController().signal

  /** Both clocks. */
  const moveTo = (seconds: number): void => {
    control.advanceTo(seconds)
    clock.advance(seconds * 1000 - clock.now())
  }
  const work = () => reconcileDue(kernel, 'test', never)
  /** As the jobs come by: finds what is new, and works until nothing is due. */
  const comeBy = async (): Promise<void> => {
    await sweepAccount(kernel, 'test', never)
    await work()
  }
  /** One event, as the inbox applies it, and what it makes due. */
  const hear = async (type: string, stripeId: string): Promise<void> => {
    for (const use of EVENTS.get(type) ?? []) {
      const value = await use.read(kernel, stripeId)
      await inTransaction(kernel.db, (tx) => use.write(tx, [value]))
    }
    await work()
  }
  const orders = (): TenantOrder[] =>
    door.knocks
      .map(letterOf)
      .filter(({ type }) => type === 'tenant.wanted')
      .map(({ data }) => data)
  return { ...desk, kernel, control, door, moveTo, work, comeBy, hear, orders }
}
