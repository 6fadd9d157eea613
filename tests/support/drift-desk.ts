import type { DriftWish } from '@countersign/shared/features/drift'
import type { RunningSandbox } from 'stripe-sandbox'
import { listDrift } from '../../server/features/drift/list-drift.ts'
import { readDriftHistory } from '../../server/features/drift/read-drift-history.ts'
import { readDriftStatus } from '../../server/features/drift/read-drift-status.ts'
import { repairFinding } from '../../server/features/drift/repair-finding.ts'
import { runDrift } from '../../server/features/drift/run-drift.ts'
import { startRun } from '../../server/features/drift/start-run.ts'
import { fillMirror } from '../../server/features/mirror/fill-mirror.ts'
import { startFill } from '../../server/features/mirror/index.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { type Approver, seatApprover, seatStaff } from './approvals.ts'
import { openTenantDesk } from './tenant-desk.ts'

const never = new AbortController().signal
const order = { actor: systemActor('test'), requestId: null }

/** Orders a comparison and goes on with it until it is over, however often it waits. */
export const compareAll = async (kernel: Kernel & { clock: { advance(ms: number): void } }): Promise<string> => {
  await startRun(kernel, order)
  for (;;) {
    const outcome = await runDrift({ ...kernel, pace: () => Promise.resolve() }, { holder: 'test', signal: never })
    if (outcome !== 'waiting') return outcome
    kernel.clock.advance(30 * 60_000)
  }
}

export const fillWhole = async (kernel: Kernel): Promise<void> => {
  await startFill(kernel, { ...order, resume: false })
  await fillMirror(kernel, { holder: 'test', signal: never })
}

/** A companion that runs tenants, with somebody of finance and an approver, whose account can be compared. */
export const openDriftDesk = async (sandbox: RunningSandbox) => {
  const desk = await openTenantDesk(sandbox)
  const { kernel, stripe } = desk
  const finance = await seatStaff(kernel, 'Ines Albrecht', ['support', 'finance'])
  const approver: Approver = await seatApprover(kernel, 'Jonas Whitlock')
  const asking = { actor: finance, requestId: 'req_drift' }
  const list = async (show: DriftWish['show'] = 'open') => (await listDrift(kernel, { show })).findings
  const { id: product } = await stripe.products.create({ name: 'Business' })
  const plan = async (metadata: Record<string, string> = {}) => {
    const price = { product, currency: 'usd', unit_amount: 9000, recurring: { interval: 'month' as const } }
    return (await stripe.prices.create({ ...price, metadata })).id
  }
  const enter = async (team: string | null, name = 'Kestrel Robotics') =>
    (
      await stripe.customers.create({
        name,
        metadata: team === null ? {} : { team },
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      })
    ).id
  return {
    ...desk,
    finance,
    approver,
    asking,
    plan,
    enter,
    fill: () => fillWhole(kernel),
    compare: () => compareAll(kernel),
    list,
    /** `kind subject`, in the order of the list. */
    named: async (show: DriftWish['show'] = 'open') =>
      (await list(show)).map(({ kind, subjectId }) => `${kind} ${subjectId}`),
    status: () => readDriftStatus(kernel),
    repair: (id: string) => repairFinding(kernel, asking, id),
    history: async (id: string) =>
      (await readDriftHistory(kernel, id)).events.map(({ kind, who }) => `${kind} by ${who ?? 'comparison'}`),
  }
}
