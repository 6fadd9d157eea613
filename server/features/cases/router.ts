import { askedSchema, askSchema, previewSchema } from '@countersign/shared/features/approvals'
import {
  caseFilterSchema,
  caseLineSchema,
  caseWordsSchema,
  teamPickSchema,
  ticketCaseSchema,
} from '@countersign/shared/features/cases'
import { ticketSchema } from '@countersign/shared/features/teams'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { askApproval, previewAction } from '../approvals/index.ts'
import { changeCase } from './change-case.ts'
import { listCases } from './list-cases.ts'
import { pickTeam } from './pick-team.ts'
import { planPick } from './plan-pick.ts'
import { readCase } from './read-case.ts'

const byTicket = z.object({ ticket: ticketSchema })
const done = z.object({ isDone: z.literal(true) })
const DONE = { isDone: true } as const

export const casesRouter = router({
  list: staffProcedure('team.read')
    .input(z.object({ filter: caseFilterSchema.default('mine'), limit: z.number().int().min(1).max(200).default(50) }))
    .output(z.array(caseLineSchema))
    .query(({ ctx, input }) => listCases(ctx.kernel, ctx.staff, input)),

  read: staffProcedure('team.read')
    .input(byTicket)
    .output(ticketCaseSchema)
    .query(({ ctx, input }) => readCase(ctx.kernel, ctx.staff, input.ticket)),

  take: staffProcedure('team.verify')
    .input(byTicket)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await changeCase(ctx.kernel, askingOf(ctx), { kind: 'taken', ticket: input.ticket, text: null })
      return DONE
    }),

  note: staffProcedure('team.verify')
    .input(byTicket.extend({ text: caseWordsSchema }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await changeCase(ctx.kernel, askingOf(ctx), { kind: 'noted', ...input })
      return DONE
    }),

  close: staffProcedure('team.verify')
    .input(byTicket.extend({ reason: caseWordsSchema }))
    .output(done)
    .mutation(async ({ ctx, input: { ticket, reason } }) => {
      await changeCase(ctx.kernel, askingOf(ctx), { kind: 'closed', ticket, text: reason })
      return DONE
    }),

  pickPreview: staffProcedure('approval.ask')
    .input(z.object({ pick: teamPickSchema }))
    .output(previewSchema)
    .query(async ({ ctx, input: { pick } }) =>
      previewAction(ctx.kernel, pickTeam, {
        subject: await planPick(ctx.kernel, pick),
        requesterId: ctx.staff.id,
        payload: pick,
      }),
    ),

  pick: staffProcedure('approval.ask')
    .input(z.object({ pick: teamPickSchema, ask: askSchema }))
    .output(askedSchema)
    .mutation(async ({ ctx, input: { pick, ask } }) =>
      askApproval(ctx.kernel, askingOf(ctx), pickTeam, {
        subject: await planPick(ctx.kernel, pick),
        payload: pick,
        ask,
      }),
    ),
})
