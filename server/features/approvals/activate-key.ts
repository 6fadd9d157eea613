import { keyPlaceSchema } from '@countersign/shared/features/countersignature'
import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import { readStanding } from '../staff/index.ts'
import { defineAction } from './define-action.ts'
import { findKey, updateKey } from './store.ts'

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
    await updateKey(tx, input.payload.keyId, { state: 'active', activatedAt: clock.now() })
  },
})
