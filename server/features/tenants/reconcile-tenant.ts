import { MINUTE_MS } from '@countersign/shared/times'
import { assert, GatewayError } from '../../kernel/errors.ts'
import { handOver, type TenantKernel } from './hand-over.ts'
import { lookThere } from './look-there.ts'
import { noteDifference } from './note-difference.ts'
import { noteFailure } from './note-failure.ts'
import { noteHeld } from './note-held.ts'
import { noteSettled } from './note-settled.ts'
import { type HandedOver, noteWanted } from './note-wanted.ts'
import { readStandings } from './read-standings.ts'
import { claimTenant, type TenantRow } from './store.ts'
import { decideWanted, type Limits, type Wanted } from './wanted-rules.ts'

/** `lost`: somebody else has taken over. `nothing`: it is in other hands, or there is no such tenant. */
export type TenantOutcome = 'settled' | 'applied' | 'held' | 'failed' | 'lost' | 'nothing'

type Ordered = Extract<Wanted, { kind: 'wanted' }>

/** Longer than all that is asked of Stripe and the provisioner takes together. */
const LEASE_MS = 5 * MINUTE_MS

const limitsIn = (text: string | null): Limits | null => (text === null ? null : (JSON.parse(text) as Limits))

const decide = async (kernel: TenantKernel, row: TenantRow): Promise<Wanted> => {
  const { tenants } = kernel.settings
  assert(tenants, 'tenants are reconciled without being configured')
  const look = async (isThorough: boolean) =>
    decideWanted({
      standings: await readStandings(kernel, row, { isThorough }),
      isHandedOver: row.handedAt !== null,
      lastLimits: limitsIn(row.appliedLimits),
      stoppedAt: row.stoppedAt,
      archiveDays: tenants.archiveDays ?? null,
      now: kernel.clock.now(),
    })
  const first = await look(false)
  return first.kind === 'wanted' && first.state === 'active' ? first : look(true)
}

const hand = (kernel: TenantKernel, row: TenantRow, handed: HandedOver): Promise<TenantOutcome> =>
  handOver(kernel, { ...row, tries: handed.tries }, handed)

/** It was applied, but somebody may have changed it over there since. */
const compareThere = async (kernel: TenantKernel, row: TenantRow, wanted: Ordered): Promise<TenantOutcome> => {
  const { changesAt, state } = wanted
  if (row.lookDueAt > kernel.clock.now()) return noteSettled(kernel, row, { changesAt })
  const limits = wanted.limits === null ? null : limitsIn(row.appliedLimits)
  const ignoredLimits = JSON.parse(row.ignoredLimits) as string[]
  const looked = await lookThere(kernel, row.teamId, { state, limits, ignoredLimits })
  const { differences, learnt } = looked
  if (differences.length === 0) return noteSettled(kernel, row, { changesAt, learnt })
  if (!(await noteDifference(kernel, row, looked))) return 'lost'
  const changed = { ...row, ...learnt, appliedHash: null, orderId: null }
  const noted = await noteWanted(kernel, changed, wanted)
  return typeof noted === 'string' ? 'lost' : hand(kernel, changed, noted)
}

const work = async (kernel: TenantKernel, row: TenantRow): Promise<TenantOutcome> => {
  const wanted = await decide(kernel, row)
  if (wanted.kind === 'held') return noteHeld(kernel, row, wanted)
  const noted = await noteWanted(kernel, row, wanted)
  if (noted === 'lost') return 'lost'
  if (noted !== 'settled') return hand(kernel, row, noted)
  return wanted.kind === 'wanted' ? compareThere(kernel, row, wanted) : noteSettled(kernel, row, wanted)
}

/** Makes one tenant what its team pays for now, as far as that can be done, and notes what can't. */
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
