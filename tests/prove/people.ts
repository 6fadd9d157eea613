import { withdrawRequest } from '../../server/features/approvals/withdraw-request.ts'
import { planResolution } from '../../server/features/approvals/plan-resolution.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { findRequest, listDecisions, type RequestRow } from '../../server/features/approvals/store.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide } from '../support/approvals.ts'
import type { Wish } from './scenario.ts'
import type { World } from './world.ts'

const atDesk = (actor: StaffActor, now: number): StaffActor => ({ ...actor, confirmedAt: now })
const asking = (world: World) => ({ actor: atDesk(world.requester, world.clock.now()), requestId: 'req_prove' })

/** Clicks once. A refusal is an answer; anything else is thrown, and whoever clicked knows nothing. */
export const clickOn = async (world: World, kernel: Kernel, wish: Wish): Promise<void> => {
  const { scenario, prepared, requestKey } = wish
  try {
    const subject = await prepared.subject(kernel)
    const ask = { requestKey, reason: 'As the ticket asks', isTwinMeant: true }
    const asked = await askApproval(kernel, asking(world), scenario.action, { subject, payload: prepared.payload, ask })
    wish.ids.add(asked.id)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    wish.refusal = error.code
  }
}

/** The next approver who hasn't given their word. */
const whoDecides = async (world: World, kernel: Kernel, row: RequestRow): Promise<Approver> => {
  const given = (await listDecisions(kernel.db, [row.id])).get(row.id) ?? []
  const [first, second] = world.approvers
  const { actor, key } = given.some(({ staffId }) => staffId === first.actor.id) ? second : first
  return { actor: atDesk(actor, world.clock.now()), key }
}

/** What a person does about a request that waits, as they meant to from the start. */
export const actOn = async (world: World, kernel: Kernel, wish: Wish, id: string): Promise<void> => {
  const row = await findRequest(kernel.db, id)
  if (row?.state !== 'requested' || wish.ending === 'expire') return
  try {
    if (wish.ending === 'withdraw') await withdrawRequest(kernel, asking(world), id)
    else await decide(kernel, await whoDecides(world, kernel, row), id, wish.ending)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

/** Somebody looks at Stripe, once nothing can be under way, and says what is there; as many sign it as signed the money. */
export const resolveByLooking = async (world: World, wish: Wish, row: RequestRow): Promise<void> => {
  const [kernel] = world.kernels()
  const { step } = JSON.parse(row.outcome ?? '{}') as { step?: string }
  const tally = await wish.prepared.tally(row.id)
  const finding = (tally[step ?? ''] ?? 0) > 0 ? 'happened' : 'did-not-happen'
  const { action, ...about } = await planResolution(kernel, { requestId: row.id, step: step ?? '', finding })
  const requestKey = `word-${row.id}-${world.clock.now()}`.slice(-64)
  const ask = { requestKey, reason: 'Looked at the dashboard of Stripe', isTwinMeant: true }
  const { id, approversNeeded } = await askApproval(kernel, asking(world), action, { ...about, ask })
  for (const { actor, key } of world.approvers.slice(0, approversNeeded))
    await decide(kernel, { actor: atDesk(actor, world.clock.now()), key }, id)
}
