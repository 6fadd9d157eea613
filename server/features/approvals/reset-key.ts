import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { recordAudit } from '../audit-log/index.ts'
import { readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'
import { findKey, updateKey } from './store.ts'

/** Somebody else's key ends: its device is lost and its owner can't end it. What it signed before stays valid. */
export const resetKey = defineAction({
  kind: 'approver-key.reset',
  payload: z.strictObject({ keyId: z.string(), staffId: z.string() }),
  facts: z.strictObject({ name: z.string(), label: z.string(), state: z.string() }),
  readFacts: async ({ db }, { payload }) => {
    const key = await findKey(db, payload.keyId)
    if (key?.staffId !== payload.staffId || key.state === 'ended') throw new AppError('KEY_NOT_ENROLLED')
    const { name } = await readStanding(db, payload.staffId)
    return { name, label: key.label, state: key.state }
  },
  binding: ({ state }) => ({ 'State of the key': state }),
  measure: () => ({ given: null, flags: [] }),
  card: ({ keyId }, { name, label, state }) => ({
    title: `A key of ${name} ends`,
    lines: [
      { label: 'Key', before: null, after: keyId },
      { label: 'Device', before: null, after: label },
      { label: 'State', before: state, after: 'ended' },
    ],
    history: [],
    warnings: [`${name} can’t countersign with it any more; another key has to be enrolled and vouched for.`],
    customerReceives: null,
  }),
  steps: [],
  settle: async ({ clock }, tx, { input }) => {
    const { payload, requestId, reason } = input
    const now = clock.now()
    await updateKey(tx, payload.keyId, { state: 'ended', endedAt: now })
    await recordAudit(tx, now, {
      actor: systemActor('approvals'),
      action: 'approver-key.ended',
      subject: { kind: 'approver-key', id: payload.keyId },
      reason,
      requestId,
      details: { staff: payload.staffId },
    })
  },
})
