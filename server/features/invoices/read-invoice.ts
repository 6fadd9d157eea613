import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import type { Queryable } from '../../ports/database.ts'
import { listExecutionSteps } from '../executions/index.ts'
import { readQuote } from '../quotes/index.ts'
import { isChainStuck } from './chain-rules.ts'
import { compareLines, totalDifference } from './comparison-rules.ts'
import { describeTask } from './describe-task.ts'
import { followChain } from './follow-chain.ts'
import { invoicedLines, viewOf } from './live-rules.ts'
import { obstaclesBeforeDraft, obstaclesBeforeSend } from './obstacle-rules.ts'
import { readRow, type Standing } from './read-row.ts'
import { type Live, readLive } from './read-live.ts'
import { nextStep } from './step-rules.ts'
import { listInvoicesOfQuote, listTasksOf } from './store.ts'
import { compareTerms } from './term-rules.ts'

const readDrafting = async (db: Queryable, { row, state }: Standing): Promise<ManualInvoice['drafting']> => {
  if (state !== 'drafting' || row.executionId === null) return null
  const standing = await listExecutionSteps(db, row.executionId)
  return {
    problem: standing?.problem ?? null,
    steps: (standing?.steps ?? []).map(({ name, state: at, isAdopted, attempts, at: endedAt }) => ({
      name,
      state: at === 'begun' ? 'checking' : at,
      isAdopted,
      attempts,
      at: endedAt === null ? null : toIso(endedAt),
    })),
  }
}

type Quote = ManualInvoice['quote']

const compared = ({ row, choices }: Standing, { document, email }: Live, quote: Quote) => {
  const wished = choices.lines.map((line) => ({ ...line, amount: line.quantity * line.unitAmount }))
  const invoiced = document ? invoicedLines(document, choices.lines) : wished
  const comparison = compareLines(quote.lines, invoiced, row.currency)
  return {
    comparison,
    comparedWith: document ? ('draft' as const) : ('lines' as const),
    terms: document ? compareTerms(quote, choices, { document, email }) : [],
    difference: totalDifference(comparison, row.currency),
  }
}

const obstaclesOf = (standing: Standing, live: Live, differs: Pick<ManualInvoice, 'comparison' | 'terms'>) => {
  const { row, choices, state } = standing
  const asked = { choices, quote: { reference: row.quoteReference, currency: row.currency }, state }
  const { document, email } = live
  return {
    beforeDraft: obstaclesBeforeDraft(asked),
    beforeSend: obstaclesBeforeSend({
      ...asked,
      hasDraft: row.stripeId !== null,
      isOutdated: standing.isOutdated,
      live: document && { status: document.status, email },
      comparison: differs.comparison,
      terms: differs.terms,
    }),
  }
}

const requestOf = ({ approval }: Standing): ManualInvoice['request'] => {
  if (!approval) return null
  const { id, state, approversNeeded, requesterName, approvals } = approval
  return { id, state, approversNeeded, requesterName, approvals }
}

/** Everything that the wizard shows, with the draft as it stands at Stripe now. */
export const readInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  id: string,
): Promise<ManualInvoice> => {
  const { db } = kernel
  const standing = await readRow(db, id)
  const { row, choices, state, approval } = standing
  const [quote, live, ofQuote, tasksOf, drafting] = await Promise.all([
    readQuote(db, row.quoteId),
    readLive(kernel, row.stripeId),
    listInvoicesOfQuote(db, row.quoteId),
    listTasksOf(db, [id]),
    readDrafting(db, standing),
  ])
  const now = kernel.clock.now()
  const tasks = tasksOf.get(id) ?? []
  const differs = compared(standing, live, quote)
  const { beforeDraft, beforeSend } = obstaclesOf(standing, live, differs)
  const chain = followChain(row, { approval, tasks, now })
  return {
    id,
    version: row.version,
    state,
    step: nextStep(state, beforeDraft),
    quote,
    choices,
    repeatReason: row.repeatReason,
    others: ofQuote.flatMap((one) =>
      one.id === id ? [] : [{ id: one.id, stripeId: one.stripeId, number: one.number }],
    ),
    ...differs,
    beforeDraft,
    beforeSend,
    drafting,
    problem: row.problem,
    document: live.document && viewOf(live.document),
    documentProblem: live.problem,
    request: requestOf(standing),
    chain,
    isStuck: isChainStuck(chain),
    tasks: tasks.map((task) => describeTask(task, row, now)),
    startedBy: row.createdBy,
    changedBy: row.changedBy,
    changedAt: toIso(row.changedAt),
  }
}
