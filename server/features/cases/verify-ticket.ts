import type { Verification, VerifyTeamInput } from '@countersign/shared/features/teams'
import { HOUR_MS } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { readPolicy } from '../approvals/index.ts'
import { verifyTeam } from '../teams/index.ts'
import { openCase } from './open-case.ts'

/** Proves a team for a ticket: for as long as the policy lets a proof live, with the case that the ticket has or gets. */
export const verifyTicket = async (
  kernel: Kernel,
  { actor, requestId }: { readonly actor: StaffActor; readonly requestId: string },
  input: VerifyTeamInput,
): Promise<Verification> => {
  const { policy } = await readPolicy(kernel)
  return verifyTeam(
    kernel,
    {
      actor,
      requestId,
      liveMs: policy.verificationHours * HOUR_MS,
      onVerdict: (tx, shown) => openCase(kernel, tx, { shown, staff: actor }),
    },
    input,
  )
}
