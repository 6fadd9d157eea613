import { policySchema } from '@countersign/shared/features/policy'
import { z } from 'zod'
import { AppError, assert } from '../../kernel/errors.ts'
import { defineAction } from './define-action.ts'
import { policyDifference } from './policy-difference-rules.ts'
import { readPolicy } from './read-policy.ts'
import { insertPolicy } from './store.ts'

/** A new version of the policy. Requests under way keep the version that they were made under. */
export const changePolicy = defineAction({
  kind: 'policy.change',
  payload: z.strictObject({ document: policySchema }),
  facts: z.strictObject({ version: z.int(), document: policySchema, differences: z.array(z.string()) }),
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
  settle: async ({ clock }, tx, { input }) => {
    const { payload, facts, requestId } = input
    const document = JSON.stringify(payload.document)
    const row = { version: facts.version + 1, document, requestId, createdAt: clock.now() }
    assert(await insertPolicy(tx, row), 'two policies became the same version')
  },
})
