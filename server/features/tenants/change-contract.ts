import {
  type ChangeContract,
  type ChangeContractFacts,
  changeContractFactsSchema,
  changeContractSchema,
} from '@countersign/shared/features/contracts'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { defineAction } from '../approvals/index.ts'
import { changeCard, limitWords } from './contract-card-rules.ts'
import { noteAgreement } from './note-agreement.ts'
import { parseContract } from './parse-contract.ts'
import { readContractPlan } from './read-contract-plan.ts'
import { findContract, updateContract } from './store.ts'

const readFacts = async (
  kernel: Kernel,
  { payload, kept }: { readonly payload: ChangeContract; readonly kept?: ChangeContractFacts | undefined },
): Promise<ChangeContractFacts> => {
  const row = await findContract(kernel.db, payload.contractId)
  if (!row) throw new AppError('NOT_FOUND')
  // What was asked for already tells by its facts that it moved.
  if (kept === undefined && row.revision !== payload.revision) throw new AppError('CONTRACT_MOVED')
  const { teamId, kind, reference, planName, graceDays, support, startsAt, endsAt, limits } = parseContract(row)
  return {
    teamId,
    kind,
    reference,
    revision: row.revision,
    before: { planName, limits, graceDays, support, startsAt: toIso(startsAt), endsAt: toIso(endsAt) },
    ...(await readContractPlan(kernel, payload.plan)),
  }
}

/** Other terms, or an earlier end: access may be lost, so an approver has to say so. */
export const changeContract = defineAction<ChangeContract, ChangeContractFacts>({
  kind: 'contract.change',
  payload: changeContractSchema,
  facts: changeContractFactsSchema,
  readFacts,
  binding: ({ revision, planName, limits }) => ({
    contract: `revision ${revision}`,
    plan: planName,
    limits: limitWords(limits),
  }),
  measure: () => ({ given: null, flags: [] }),
  card: changeCard,
  steps: [],
  settle: async (kernel, tx, { input: { payload, facts, requestId } }) => {
    const now = kernel.clock.now()
    const row = await updateContract(tx, payload.contractId, {
      priceStripeId: payload.plan.from === 'price' ? payload.plan.priceStripeId : null,
      planName: facts.planName,
      limits: JSON.stringify(facts.limits),
      support: payload.support,
      startsAt: Date.parse(payload.startsAt),
      endsAt: Date.parse(payload.endsAt),
      graceDays: payload.graceDays,
      requestId,
      revision: facts.revision + 1,
      changedAt: now,
    })
    assert(row, 'a contract that was read is gone')
    await noteAgreement(tx, row, { at: now, action: 'contract.changed' })
  },
})
