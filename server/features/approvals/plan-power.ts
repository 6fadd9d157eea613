import type { PowerWish } from '@countersign/shared/features/power'
import type { Json } from '@countersign/shared/canonical'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readStanding } from '../staff/index.ts'
import { appointApprover } from './appoint-approver.ts'
import type { Action, Subject } from './define-action.ts'
import { resetKey } from './reset-key.ts'
import { resetSecondFactor } from './reset-second-factor.ts'
import { restoreApprover } from './restore-approver.ts'
import { findKey } from './store.ts'

interface PowerPlan {
  readonly action: Action
  readonly subject: Subject
  readonly payload: Json
}

const ACTIONS: Readonly<Record<PowerWish['kind'], Action>> = {
  'staff.appoint-approver': appointApprover,
  'staff.restore-approver': restoreApprover,
  'second-factor.reset': resetSecondFactor,
  'approver-key.reset': resetKey,
}

const payloadOf = async ({ db }: Kernel, wish: PowerWish): Promise<{ staffId: string; keyId?: string }> => {
  if (wish.kind !== 'approver-key.reset') return { staffId: wish.staffId }
  const key = await findKey(db, wish.keyId)
  if (!key) throw new AppError('KEY_NOT_ENROLLED')
  return { staffId: key.staffId, keyId: key.id }
}

/** The action behind a wish about somebody's power, and whom it is about. */
export const planPower = async (kernel: Kernel, wish: PowerWish): Promise<PowerPlan> => {
  const payload = await payloadOf(kernel, wish)
  const { name } = await readStanding(kernel.db, payload.staffId)
  if (name === '') throw new AppError('NOT_FOUND')
  return {
    action: ACTIONS[wish.kind],
    subject: {
      key: `staff:${payload.staffId}`,
      teamId: null,
      customerStripeId: null,
      name,
      ticket: null,
      verificationId: null,
    },
    payload: { ...payload },
  }
}
