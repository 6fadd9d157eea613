import { roleSchema } from '@countersign/shared/roles'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { readmitStaff, readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'

/** A removed approver works here again: an appointment like any other. */
export const restoreApprover = defineAction({
  kind: 'staff.restore-approver',
  payload: z.strictObject({ staffId: z.string() }),
  facts: z.strictObject({ name: z.string(), email: z.string(), roles: z.array(roleSchema) }),
  readFacts: async ({ db }, { payload }) => {
    const { isActive, roles, name, email } = await readStanding(db, payload.staffId)
    // Whoever was no approver is restored by an administrator alone.
    if (isActive || !roles.includes('approver')) throw new AppError('NOT_FOUND')
    return { name, email, roles: [...roles] }
  },
  binding: ({ email, roles }) => ({ 'E-mail': email, Roles: roles.join(', ') }),
  measure: () => ({ given: null, flags: [] }),
  card: (_payload, { name, email, roles }) => ({
    title: `${name} returns as an approver`,
    lines: [
      { label: 'Person', before: null, after: `${name}, ${email}` },
      { label: 'State', before: 'removed', after: 'active' },
      { label: 'Roles', before: 'none while removed', after: roles.join(', ') },
    ],
    history: [],
    warnings: ['Keys that were not ended meanwhile sign again.'],
    customerReceives: null,
  }),
  steps: [],
  settle: async (kernel, tx, { input }) => {
    const { payload, requestId, reason } = input
    const acting = { actor: systemActor('approvals'), requestId, reason }
    await readmitStaff(kernel, tx, { acting, staffId: payload.staffId })
  },
})
