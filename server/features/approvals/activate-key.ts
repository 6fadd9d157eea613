import { keyPlaceSchema } from '@countersign/shared/features/countersignature'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { recordAudit } from '../audit-log/index.ts'
import { readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'
import { activateWaitingKey, findKey } from './store.ts'

const PLACES = { keyring: 'the keyring of a desktop', plain: 'an unsealed file of a desktop', browser: 'a browser' }

/** Another approver vouches for a new key: from then on it countersigns. */
export const activateKey = defineAction({
  kind: 'approver-key.enrol',
  payload: z.strictObject({ keyId: z.string(), staffId: z.string() }),
  facts: z.strictObject({
    staffName: z.string(),
    publicKey: z.string(),
    place: keyPlaceSchema,
    label: z.string(),
    isApprover: z.boolean(),
    state: z.string(),
  }),
  readFacts: async ({ db }, { subject, payload }) => {
    const key = await findKey(db, payload.keyId)
    if (key?.staffId !== payload.staffId) throw new AppError('KEY_NOT_ENROLLED')
    const standing = await readStanding(db, payload.staffId)
    const isApprover = standing.isActive && standing.roles.includes('approver')
    const { publicKey, place, label, state } = key
    return { staffName: subject.name ?? '', publicKey, place, label, isApprover, state }
  },
  binding: ({ publicKey, isApprover, state }) => ({
    Key: publicKey,
    Approver: isApprover ? 'yes' : 'no',
    'State of the key': state,
  }),
  measure: () => ({ given: null, flags: [] }),
  card: ({ keyId }, { staffName, place, label }) => ({
    title: `${staffName} enrols a key`,
    lines: [
      { label: 'Key', before: null, after: keyId },
      { label: 'Kept in', before: null, after: PLACES[place] },
      { label: 'Device', before: null, after: label },
    ],
    history: [],
    warnings: [`Ask ${staffName} in person or by phone for the first letters of the key before you approve.`],
    customerReceives: null,
  }),
  steps: [],
  settle: async ({ clock }, tx, { input }) => {
    const { payload, facts, requestId, reason } = input
    const now = clock.now()
    // It may have ended since it was looked at, and an ended key never comes back.
    assert(await activateWaitingKey(tx, payload.keyId, now), 'a key to be activated does not wait any more')
    await recordAudit(tx, now, {
      actor: systemActor('approvals'),
      action: 'approver-key.activated',
      subject: { kind: 'approver-key', id: payload.keyId },
      reason,
      requestId,
      details: { staff: payload.staffId, publicKey: facts.publicKey, place: facts.place },
    })
  },
})
