import { teamIdSchema } from '@countersign/shared/ids'
import {
  teamCustomerSchema,
  verificationLineSchema,
  verificationSchema,
  type Verification,
  type VerifyTeamInput,
  verifyTeamInputSchema,
} from '@countersign/shared/features/teams'
import { z } from 'zod'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { findTeamCustomers } from './find-team-customers.ts'
import { listVerifications } from './list-verifications.ts'
import { readVerification } from './read-verification.ts'

/** What a verdict starts elsewhere is known to slices above this one. */
export type VerifyTicket = (
  kernel: Kernel,
  by: { readonly actor: StaffActor; readonly requestId: string },
  input: VerifyTeamInput,
) => Promise<Verification>

export const createTeamsRouter = (verifyTicket: VerifyTicket) =>
  router({
    /** Asks Stripe live and records the verdict, hence a mutation. */
    verify: staffProcedure('team.verify')
      .input(verifyTeamInputSchema)
      .output(verificationSchema)
      .mutation(({ ctx, input }) => verifyTicket(ctx.kernel, askingOf(ctx), input)),

    verification: staffProcedure('team.read')
      .input(z.object({ id: z.string().max(64) }))
      .output(verificationSchema)
      .query(({ ctx, input }) => readVerification(ctx.kernel, input.id)),

    /** The caller's own latest verdicts: what the sidebar lists. */
    mine: staffProcedure('team.read')
      .output(z.array(verificationLineSchema))
      .query(({ ctx }) => listVerifications(ctx.kernel, { staffId: ctx.staff.id }, 12)),

    /** Every ticket on which this team was asked about. */
    tickets: staffProcedure('team.read')
      .input(z.object({ teamId: teamIdSchema }))
      .output(z.array(verificationLineSchema))
      .query(({ ctx, input }) => listVerifications(ctx.kernel, { teamId: input.teamId }, 20)),

    customers: staffProcedure('team.read')
      .input(z.object({ teamId: teamIdSchema }))
      .output(z.array(teamCustomerSchema))
      .query(({ ctx, input }) => findTeamCustomers(ctx.kernel, input.teamId)),
  })
