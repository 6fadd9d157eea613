import { keptPolicySchema } from '@countersign/shared/features/policy'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { recordAudit } from '../audit-log/index.ts'
import { defineAction } from './define-action.ts'
import { policyDifference } from './policy-difference-rules.ts'
import { readPolicy } from './read-policy.ts'
import { insertPolicy, lockPolicy } from './store.ts'

/** A new version of the policy. Requests under way keep the version that they were made under. */
export const changePolicy = defineAction({
  kind: 'policy.change',
  payload: z.strictObject({ document: keptPolicySchema }),
  facts: z.strictObject({ version: z.int(), document: keptPolicySchema, differences: z.array(z.string()) }),
  readFacts: async (kernel, { payload }) => {
    const { version, policy } = await readPolicy(kernel)
    const differences = policyDifference(policy, payload.document)
    if (differences.length === 0) throw new AppError('POLICY_UNCHANGED')
    return { version, document: policy, differences }
  },
  binding: ({ version }) => ({ 'Version of the policy': String(version) }),
  measure: () => ({ given: null, flags: [] }),
  card: (_payload, { version, differences }) => ({
    title: `Policy: version ${version + 1}`,
    lines: differences.map((text) => ({ label: 'Change', before: null, after: text })),
    history: [],
    warnings: [],
    customerReceives: null,
  }),
  steps: [],
  settle: async ({ db, clock }, tx, { input }) => {
    const { payload, facts, requestId, reason } = input
    const document = JSON.stringify(payload.document)
    const now = clock.now()
    const version = facts.version + 1
    const row = { version, document, requestId, createdAt: now }
    await lockPolicy(tx, db.kind, 'change')
    assert(await insertPolicy(tx, row), 'two policies became the same version')
    await recordAudit(tx, now, {
      actor: systemActor('approvals'),
      action: 'policy.changed',
      subject: { kind: 'policy', id: String(version) },
      reason,
      requestId,
      details: { version, before: facts.version, differences: facts.differences },
    })
  },
})
