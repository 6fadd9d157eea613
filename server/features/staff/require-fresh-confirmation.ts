import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { isConfirmationFresh } from './session-rules.ts'

/** Before what a desk left open must not do. Throws CONFIRMATION_NEEDED unless the person showed who they are just now. */
export const requireFreshConfirmation = (kernel: Pick<Kernel, 'clock'>, actor: StaffActor): void => {
  if (!isConfirmationFresh(actor.confirmedAt, kernel.clock.now())) throw new AppError('CONFIRMATION_NEEDED')
}
