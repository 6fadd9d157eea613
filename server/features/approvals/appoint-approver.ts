import { roleSchema } from '@countersign/shared/roles'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { grantRole, readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'

/** Somebody becomes an approver beside what they are. The only way to it at the desk once there is an approver. */
export const appointApprover = defineAction({
  kind: 'staff.appoint-approver',
  payload: z.strictObject({ staffId: z.string() }),
  facts: z.strictObject({ name: z.string(), email: z.string(), roles: z.array(roleSchema) }),
  readFacts: async ({ db }, { payload }) => {
    const { isActive, roles, name, email } = await readStanding(db, payload.staffId)
    if (!isActive) throw new AppError('NOT_FOUND')
    if (roles.includes('approver')) throw new AppError('APPROVER_ALREADY')
    return { name, email, roles: [...roles] }
  },
  binding: ({ email, roles }) => ({ 'E-mail': email, Roles: roles.join(', ') }),
  measure: () => ({ given: null, flags: [] }),
  card: (_payload, { name, email, roles }) => ({
    title: `${name} becomes an approver`,
    lines: [
      { label: 'Person', before: null, after: `${name}, ${email}` },
      { label: 'Roles', before: roles.join(', '), after: [...roles, 'approver'].join(', ') },
    ],
    history: [],
    warnings: [`From then on ${name} can countersign whatever others ask for, once a key is enrolled.`],
    customerReceives: null,
  }),
  steps: [],
  settle: async (kernel, tx, { input }) => {
    const { payload, requestId, reason } = input
    const acting = { actor: systemActor('approvals'), requestId, reason }
    // Added to what the person is now: roles that were taken away since the request was looked at don't come back.
    await grantRole(kernel, tx, { acting, staffId: payload.staffId, role: 'approver' })
  },
})
