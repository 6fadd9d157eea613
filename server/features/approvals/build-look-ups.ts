import { type Outcome, VOID_STATES, type VoidState } from '@countersign/shared/features/approvals'
import { AppError } from '../../kernel/errors.ts'
import type { ExecutionPlan } from '../executions/index.ts'
import { buildPlan } from './build-plan.ts'
import type { Action } from './define-action.ts'
import { lookUpKind } from './request-rules.ts'

const buildLookUp = (action: Action, as: VoidState): ExecutionPlan => {
  const wasDone = { what: 'This request', was: as, now: 'done before a backup was put back' }
  const plan = buildPlan({
    ...action,
    surprises: (input, results) => [wasDone, ...action.surprises(input, results)],
  })
  return {
    ...plan,
    kind: lookUpKind(as, action.kind),
    // Nobody's word stands behind the rest of what a lost approval had begun.
    steps: action.steps.map((step) => ({ ...step, perform: () => Promise.reject(new AppError('DONE_IN_PART')) })),
    check: () => Promise.resolve({ is: 'stop', value: { kind: 'void', as } satisfies Outcome }),
  }
}

/**
 * How the engine asks Stripe about a request that comes to nothing and may have been done before a backup was put back: it
 * adopts what is there and sends nothing.
 */
export const buildLookUps = (action: Action): ExecutionPlan[] => VOID_STATES.map((as) => buildLookUp(action, as))
