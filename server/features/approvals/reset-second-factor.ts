import { roleSchema } from '@countersign/shared/roles'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { forgetTotp, hasSecondFactor, readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'

/** A lost authenticator: the second factor is forgotten, and its owner adds another at the next sign-in. */
export const resetSecondFactor = defineAction({
  kind: 'second-factor.reset',
  payload: z.strictObject({ staffId: z.string() }),
  facts: z.strictObject({ name: z.string(), email: z.string(), roles: z.array(roleSchema) }),
  readFacts: async (kernel, { payload }) => {
    const { isActive, roles, name, email } = await readStanding(kernel.db, payload.staffId)
    if (!isActive) throw new AppError('NOT_FOUND')
    if (!(await hasSecondFactor(kernel, payload.staffId))) throw new AppError('SECOND_FACTOR_MISSING')
    return { name, email, roles: [...roles] }
  },
  binding: ({ email, roles }) => ({ 'E-mail': email, Roles: roles.join(', ') }),
  measure: () => ({ given: null, flags: [] }),
  card: (_payload, { name, email, roles }) => ({
    title: `The second factor of ${name} is forgotten`,
    lines: [
      { label: 'Person', before: null, after: `${name}, ${email}` },
      { label: 'Roles', before: null, after: roles.join(', ') },
      { label: 'Second factor', before: 'in use', after: 'none until the next sign-in' },
      { label: 'Sessions', before: 'as they are', after: 'all ended' },
    ],
    history: [],
    warnings: [`Speak with ${name} in person or by phone before you approve: the password alone opens the desk then.`],
    customerReceives: null,
  }),
  steps: [],
  settle: async (kernel, tx, { input }) => {
    const { payload, requestId, reason } = input
    const acting = { actor: systemActor('approvals'), requestId, reason }
    await forgetTotp(kernel, tx, { acting, staffId: payload.staffId })
  },
})
