import { type ApprovalRequest, outcomeSchema, requestCommentSchema } from '@countersign/shared/features/approvals'
import type { Json } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { listExecutionSteps } from '../executions/index.ts'
import type { Action } from './define-action.ts'
import { describeLines } from './describe-lines.ts'
import {
  findKey,
  findLastLike,
  findReplacement,
  findRequest,
  listComments,
  listDecisions,
  listOpenAbout,
  type RequestRow,
} from './store.ts'
import { resolutionKey } from './subject-rules.ts'

const decisionsOf = async ({ db }: Kernel, id: string): Promise<ApprovalRequest['decisions']> => {
  const rows = (await listDecisions(db, [id])).get(id) ?? []
  return Promise.all(
    rows.map(async ({ staffId, staffName, decision, comment, keyId, at }) => {
      const place = (await findKey(db, keyId))?.place ?? 'browser'
      return { staffId, staffName, decision, comment, keyId, place, at: toIso(at) }
    }),
  )
}

const commentsOf = async ({ db }: Kernel, id: string): Promise<ApprovalRequest['comments']> =>
  ((await listComments(db, [id])).get(id) ?? []).map((row) => requestCommentSchema.parse({ ...row, at: toIso(row.at) }))

const stepsOf = async ({ db }: Kernel, action: Action, id: string) => {
  const standing = await listExecutionSteps(db, id)
  const steps: ApprovalRequest['steps'] = action.steps.map(({ name }) => {
    const row = standing?.steps.find((step) => step.name === name)
    if (!row) return { name, state: 'waiting', isAdopted: false, attempts: 0, at: null }
    const { isAdopted, attempts, at } = row
    const state = row.state === 'begun' ? 'checking' : row.state
    return { name, state, isAdopted, attempts, at: at === null ? null : toIso(at) }
  })
  return { steps, problem: standing?.problem ?? null }
}

const lastOf = async ({ db }: Kernel, row: RequestRow): Promise<ApprovalRequest['last']> => {
  const last = await findLastLike(db, row)
  if (!last) return null
  const { id, title, state, givenAmount, givenCurrency, createdAt } = last
  const given = givenAmount === null || givenCurrency === null ? null : { amount: givenAmount, currency: givenCurrency }
  return { id, title, state, given, createdAt: toIso(createdAt) }
}

const resolutionsOf = async ({ db }: Kernel, id: string): Promise<ApprovalRequest['resolutions']> =>
  (await listOpenAbout(db, resolutionKey(id))).map(({ id: wordId, title, state }) => ({ id: wordId, title, state }))

/** Everything on one card, as it was asked; nothing is asked of Stripe. */
export const readRequest = async (
  kernel: Kernel,
  viewer: StaffActor,
  actions: ReadonlyMap<string, Action>,
  id: string,
): Promise<ApprovalRequest> => {
  const { db, clock, keys } = kernel
  const row = await findRequest(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  const action = actions.get(row.kind)
  assert(action, `no action for ${row.kind}`)
  const payload = JSON.parse(row.payload) as Json
  const facts = JSON.parse(row.facts) as Json
  const [line] = await describeLines(db, [row], { viewer, now: clock.now() })
  assert(line, 'a row without a line')
  return {
    ...line,
    companionId: companionIdOf(keys),
    payload,
    facts,
    payloadHash: row.payloadHash,
    factsHash: row.factsHash,
    policyVersion: row.policyVersion,
    isDesktopOnly: row.isDesktopOnly === 1,
    rules: JSON.parse(row.rules) as string[],
    reason: row.reason,
    card: action.card(payload, facts),
    decisions: await decisionsOf(kernel, id),
    comments: await commentsOf(kernel, id),
    ...(await stepsOf(kernel, action, id)),
    outcome: row.outcome === null ? null : outcomeSchema.parse(JSON.parse(row.outcome)),
    replacesId: row.replacesId,
    replacedById: (await findReplacement(db, id))?.id ?? null,
    resolutions: await resolutionsOf(kernel, id),
    last: await lastOf(kernel, row),
  }
}
