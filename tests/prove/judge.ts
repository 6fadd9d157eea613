import { isOpen, type Outcome, outcomeSchema } from '@countersign/shared/features/approvals'
import { countersignatureSchema } from '@countersign/shared/features/countersignature'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { sealEntries } from '../../server/features/audit-log/seal-entries.ts'
import { findKey, listDecisions, type RequestRow } from '../../server/features/approvals/store.ts'
import { verifyStatement } from '../../server/features/approvals/verify-statement.ts'
import { listExecutionSteps } from '../../server/features/executions/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import type { History } from './history.ts'
import { rowsOf, wishOf } from './settle.ts'
import type { Tally, Wish } from './scenario.ts'

const VOID: ReadonlySet<string> = new Set(['rejected', 'withdrawn', 'expired', 'stale'])

const outcomeOf = (row: RequestRow): Outcome | null =>
  row.outcome === null ? null : outcomeSchema.parse(JSON.parse(row.outcome))

interface Judged {
  readonly row: RequestRow
  readonly tally: Tally
  readonly wish: Wish
  /** The steps that the companion believes to have done something. */
  readonly doneSteps: ReadonlySet<string>
}

const judgeDone = ({ tally, wish, doneSteps }: Judged): string[] => {
  const names = new Set(wish.scenario.action.steps.map(({ name }) => name))
  return Object.entries(tally).flatMap(([step, times]) => {
    const wanted = !names.has(step) || doneSteps.has(step) ? 1 : 0
    return times === wanted ? [] : [`done, but ${step} stands ${times} times instead of ${wanted}`]
  })
}

const judgeFailed = ({ row, tally, wish }: Judged): string[] => {
  const outcome = outcomeOf(row)
  if (outcome?.kind !== 'failed') return [`${row.state} without an account of it`]
  const hasMoved = wish.scenario.action.steps.some(({ name, movesMoney }) => movesMoney && (tally[name] ?? 0) > 0)
  return outcome.hasMoneyMoved === hasMoved ? [] : [`failed and says moved: ${outcome.hasMoneyMoved}, but: ${hasMoved}`]
}

const judgeState = (judged: Judged): string[] => {
  const { row, tally } = judged
  if (isOpen(row.state)) return [`still ${row.state}`]
  if (row.state === 'done') return judgeDone(judged)
  if (!VOID.has(row.state)) return judgeFailed(judged)
  const moved = Object.keys(tally).filter((step) => (tally[step] ?? 0) > 0)
  return moved.length === 0 ? [] : [`${row.state}, but there is ${moved.join(', ')}`]
}

const judgeTwice = (tally: Tally): string[] =>
  Object.entries(tally).flatMap(([step, times]) => (times > 1 ? [`${step} stands ${times} times`] : []))

/** The words on what a restored backup forgot are lost with it; what was done on them is not. */
const judgeWords = async (
  { db }: Kernel,
  rows: readonly RequestRow[],
  forgotten: ReadonlySet<string>,
): Promise<string[]> => {
  const problems: string[] = []
  const words = await listDecisions(
    db,
    rows.map(({ id }) => id),
  )
  for (const word of [...words.values()].flat()) {
    const key = await findKey(db, word.keyId)
    const { message, signature } = word
    const signed = countersignatureSchema.safeParse({ statement: JSON.parse(message), signature })
    const holds = key !== undefined && signed.success && verifyStatement(signed.data, key.publicKey)
    if (!holds) problems.push(`the word of ${word.staffName} on ${word.requestId} doesn’t verify`)
  }
  for (const row of rows) {
    const given = (words.get(row.id) ?? []).filter(({ decision }) => decision === 'approve').length
    if (row.state === 'done' && given < row.approversNeeded && !forgotten.has(row.id))
      problems.push(`${row.id} was done on ${given} words`)
  }
  return problems
}

const judgeLog = async (kernel: Kernel): Promise<string[]> => {
  for (;;) if ((await sealEntries(kernel, null)).sealed === 0) break
  const { intact, entries, firstBroken } = await checkChain(kernel)
  return intact && entries > 0 ? [] : [`the log is broken at ${JSON.stringify(firstBroken)}`]
}

const doneStepsOf = async ({ db }: Kernel, id: string): Promise<ReadonlySet<string>> => {
  const steps = (await listExecutionSteps(db, id))?.steps ?? []
  return new Set(steps.filter(({ state, result }) => state === 'done' && result !== null).map(({ name }) => name))
}

/** What a wish left, in the database and at Stripe; a request that a restored backup forgot is judged by Stripe alone. */
const judgeWish = async (history: History, wish: Wish, rows: readonly RequestRow[]): Promise<string[]> => {
  const problems: string[] = []
  const known = rows.filter((row) => wishOf(history, row) === wish)
  if (known.length > 1) problems.push(`${known.length} requests came of one key`)
  if (known.length === 0 && wish.ids.size === 0 && wish.refusal === null) problems.push('nothing came of it')
  for (const id of new Set([...wish.ids, ...known.map((row) => row.id)])) {
    const tally = await wish.prepared.tally(id)
    const row = known.find((one) => one.id === id)
    problems.push(...judgeTwice(tally))
    if (!row) continue
    const doneSteps = await doneStepsOf(history.world.kernels()[0], id)
    problems.push(...judgeState({ row, tally, wish, doneSteps }))
  }
  return problems.map((problem) => `${wish.scenario.kind}: ${problem}`)
}

/** Everything that must hold once all has come to its end; each sentence is a fault. */
export const judgeHistory = async (history: History): Promise<string[]> => {
  const [kernel] = history.world.kernels()
  const rows = await rowsOf(history)
  const problems: string[] = []
  for (const wish of history.wishes) problems.push(...(await judgeWish(history, wish, rows)))
  return [...problems, ...(await judgeWords(kernel, rows, history.forgotten)), ...(await judgeLog(kernel))]
}
