import type { Json } from '@countersign/shared/canonical'
import type { Kernel } from '../../kernel/context.ts'
import type { Queryable } from '../../ports/database.ts'
import type { Action, Subject } from './define-action.ts'
import { type ApproverDecision, decideApprovers, type Ledger, type Measure } from './policy-rules.ts'
import type { PolicyInForce } from './read-policy.ts'
import { readLedger } from './store.ts'

export interface Weighed {
  readonly measure: Measure
  readonly need: ApproverDecision
  readonly ledger: Ledger
}

export interface Asked {
  readonly subject: Subject
  readonly requesterId: string
  readonly payload: Json
  readonly facts: Json
}

const NOTHING_GIVEN: Ledger = { teamDay: 0, teamYear: 0, agentDay: 0, agentYear: 0 }

/** Who has to approve this now, with all that counts beside it. The ledger is as fresh as `db`: lock it to rely on it. */
export const weighAction = async (
  { clock }: Pick<Kernel, 'clock'>,
  db: Queryable,
  { action, asked, inForce }: { action: Action; asked: Asked; inForce: PolicyInForce },
): Promise<Weighed> => {
  const measure = action.measure(asked.payload, asked.facts)
  const { teamId } = asked.subject
  const ledger = measure.given
    ? await readLedger(db, {
        teamId,
        requesterId: asked.requesterId,
        currency: measure.given.currency,
        now: clock.now(),
      })
    : NOTHING_GIVEN
  return { measure, need: decideApprovers(inForce.policy, measure, ledger), ledger }
}
