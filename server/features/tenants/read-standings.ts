import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { contractStanding } from './contract-rules.ts'
import { gatherPlans } from './gather-plans.ts'
import { parseContract } from './parse-contract.ts'
import { type Standing, subscriptionStandings } from './standing-rules.ts'
import { listContracts } from './store.ts'

export type StandingKernel = Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>

export interface PayingTeam {
  readonly teamId: string
  /** Who paid last, if that was a customer of Stripe. */
  readonly customerStripeId: string | null
}

/** How teams pay. It keeps nothing from one question to the next. */
interface PaymentBackend {
  readonly kind: Standing['backend']
  /** `isThorough`: something may be taken away, so whoever may pay has to be found. */
  readonly readStandings: (
    kernel: StandingKernel,
    team: PayingTeam,
    look: { readonly isThorough: boolean },
  ) => Promise<readonly Standing[]>
}

const stripe: PaymentBackend = {
  kind: 'stripe',
  readStandings: async (kernel, team, look) => {
    const { tenants: terms, teamKeys } = kernel.settings
    assert(terms, 'standings are read where nobody runs tenants')
    const plans = await gatherPlans(kernel, team, look)
    return subscriptionStandings(plans, { teamId: team.teamId, teamKeys, terms }, kernel.clock.now())
  },
}

const contract: PaymentBackend = {
  kind: 'contract',
  readStandings: async ({ db, clock }, { teamId }) => {
    const rows = await listContracts(db, teamId)
    const now = clock.now()
    return rows.map((row) => contractStanding(parseContract(row), now)).filter((standing) => standing !== null)
  },
}

const BACKENDS: readonly PaymentBackend[] = [contract, stripe]

/** What all that a team pays by means for its tenant now. */
export const readStandings = async (
  kernel: StandingKernel,
  team: PayingTeam,
  look: { readonly isThorough: boolean },
): Promise<Standing[]> => {
  const standings: Standing[] = []
  for (const backend of BACKENDS) standings.push(...(await backend.readStandings(kernel, team, look)))
  return standings
}
