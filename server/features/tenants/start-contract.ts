import {
  type StartContract,
  type StartContractFacts,
  startContractFactsSchema,
  startContractSchema,
} from '@countersign/shared/features/contracts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { defineAction } from '../approvals/index.ts'
import { limitWords, startCard } from './contract-card-rules.ts'
import { contractStanding } from './contract-rules.ts'
import { noteAgreement } from './note-agreement.ts'
import { parseContract } from './parse-contract.ts'
import { readContractPlan } from './read-contract-plan.ts'
import { findContractByReference, findTenant, insertContract, listContracts } from './store.ts'

const listOthers = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, teamId: string): Promise<string[]> => {
  const now = clock.now()
  return (await listContracts(db, teamId)).flatMap((row) => {
    const standing = contractStanding(parseContract(row), now)
    return standing && standing.state !== 'ended' ? [standing.reason] : []
  })
}

const readFacts = async (
  kernel: Kernel,
  { payload }: { readonly payload: StartContract },
): Promise<StartContractFacts> => {
  const { teamId, kind, reference, endsAt } = payload
  const plan = await readContractPlan(kernel, payload.plan)
  if (!kernel.settings.tenants) throw new AppError('TENANTS_NOT_SET_UP')
  if (Date.parse(endsAt) <= kernel.clock.now()) throw new AppError('CONTRACT_OVER')
  if (await findContractByReference(kernel.db, { kind, reference })) throw new AppError('CONTRACT_REFERENCE_TAKEN')
  const tenant = await findTenant(kernel.db, teamId)
  return { ...plan, others: await listOthers(kernel, teamId), tenantState: tenant?.appliedState ?? null }
}

/** Promises a team a tenant that is paid outside of Stripe: on an approver's word alone, so always on one. */
export const startContract = defineAction<StartContract, StartContractFacts>({
  kind: 'contract.start',
  payload: startContractSchema,
  facts: startContractFactsSchema,
  readFacts,
  binding: ({ planName, limits, others }) => ({
    plan: planName,
    limits: limitWords(limits),
    'other contracts': others.join(' '),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: startCard,
  steps: [],
  settle: async (kernel, tx, { input: { payload, facts, requestId } }) => {
    const now = kernel.clock.now()
    const { teamId, kind, reference, plan, startsAt, endsAt, graceDays, support, tenantName, adminEmail } = payload
    const row = {
      id: newId('ctr', now),
      teamId,
      kind,
      reference,
      priceStripeId: plan.from === 'price' ? plan.priceStripeId : null,
      planName: facts.planName,
      limits: JSON.stringify(facts.limits),
      support,
      startsAt: Date.parse(startsAt),
      endsAt: Date.parse(endsAt),
      graceDays,
      tenantName,
      adminEmail,
      requestId,
      revision: 1,
      createdAt: now,
      changedAt: now,
    }
    await insertContract(tx, row)
    await noteAgreement(tx, row, { at: now, action: 'contract.started' })
  },
})
