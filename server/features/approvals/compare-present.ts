import type { Difference } from '@countersign/shared/features/approvals'
import type { Json } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import type { Action } from './define-action.ts'
import { bindingDifferences } from './request-rules.ts'
import { findRequest } from './store.ts'
import { subjectOf } from './subject-rules.ts'

/**
 * Reads the facts anew, before anybody signs for nothing: what moved since it was asked would make it stale at its
 * execution. Changes nothing. Refuses as the gateway does when Stripe can't be asked.
 */
export const comparePresent = async (
  kernel: Kernel,
  actions: ReadonlyMap<string, Action>,
  id: string,
): Promise<{ at: string; differences: Difference[] }> => {
  const row = await findRequest(kernel.db, id)
  if (!row) throw new AppError('NOT_FOUND')
  const action = actions.get(row.kind)
  assert(action, `no action for ${row.kind}`)
  const at = toIso(kernel.clock.now())
  const payload = JSON.parse(row.payload) as Json
  const kept = JSON.parse(row.facts) as Json
  const was = action.binding(kept, payload)
  try {
    const facts = await action.readFacts(kernel, { subject: subjectOf(row), payload, kept })
    return { at, differences: bindingDifferences(was, action.binding(facts, payload)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { at, differences: [{ what: 'Can be done', was: 'yes', now: error.message }] }
  }
}
