import { MINUTE_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert, GatewayError } from '../../kernel/errors.ts'
import type { Provisioner } from '../../ports/provisioner.ts'
import { gatherPlans } from './gather-plans.ts'
import { noteApplied } from './note-applied.ts'
import { noteFailure } from './note-failure.ts'
import { noteHeld } from './note-held.ts'
import { noteSettled } from './note-settled.ts'
import { type HandedOver, noteWanted } from './note-wanted.ts'
import { claimTenant, type TenantRow } from './store.ts'
import { decideWanted, type Limits, type Wanted } from './wanted-rules.ts'

export type TenantKernel = Kernel & { readonly provisioner: Provisioner }

/** `lost`: somebody else has taken over. `nothing`: it is in other hands, or there is no such tenant. */
export type TenantOutcome = 'settled' | 'applied' | 'held' | 'failed' | 'lost' | 'nothing'

/** Longer than all that is asked of Stripe and the provisioner takes together. */
const LEASE_MS = 5 * MINUTE_MS

const limitsIn = (text: string | null): Limits | null => (text === null ? null : (JSON.parse(text) as Limits))

const decide = async (kernel: TenantKernel, row: TenantRow): Promise<Wanted> => {
  const { tenants, teamKeys } = kernel.settings
  assert(tenants, 'tenants are reconciled without being configured')
  const look = async (isThorough: boolean) =>
    decideWanted({
      teamId: row.teamId,
      teamKeys,
      subscriptions: await gatherPlans(kernel, row, { isThorough }),
      isHandedOver: row.handedAt !== null,
      lastLimits: limitsIn(row.appliedLimits),
      terms: tenants,
      now: kernel.clock.now(),
    })
  const first = await look(false)
  return first.kind === 'wanted' && first.state === 'active' ? first : look(true)
}

const hand = async (kernel: TenantKernel, row: TenantRow, { order, hash }: HandedOver): Promise<TenantOutcome> => {
  const verdict = await kernel.provisioner.apply(order)
  if (verdict.verdict === 'applied') return noteApplied(kernel, row, { order, hash, ignored: verdict.ignored })
  return noteFailure(kernel, row, verdict)
}

const work = async (kernel: TenantKernel, row: TenantRow): Promise<TenantOutcome> => {
  const wanted = await decide(kernel, row)
  if (wanted.kind === 'held') return noteHeld(kernel, row, wanted)
  const noted = await noteWanted(kernel, row, wanted)
  if (noted === 'lost') return 'lost'
  return noted === 'settled' ? noteSettled(kernel, row) : hand(kernel, { ...row, tries: noted.tries }, noted)
}

/** Makes one tenant what Stripe's present state implies, as far as that can be done now, and notes what can't. */
export const reconcileTenant = async (kernel: TenantKernel, teamId: string, holder: string): Promise<TenantOutcome> => {
  const now = kernel.clock.now()
  const row = await claimTenant(kernel.db, teamId, { holder, now, until: now + LEASE_MS })
  if (!row) return 'nothing'
  try {
    return await work(kernel, row)
  } catch (error) {
    const isStripe = error instanceof GatewayError && error.gateway === 'stripe'
    if (!isStripe) kernel.log.error({ err: error, team: teamId }, 'a tenant could not be reconciled')
    if (isStripe) return noteFailure(kernel, row, { verdict: 'outage', why: 'Stripe could not be asked.' })
    return noteFailure(kernel, row, { verdict: 'later', why: 'Something broke on our side; it is tried again.' })
  }
}
