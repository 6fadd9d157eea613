import type { CaseStrength } from '@countersign/shared/features/cases'
import type { Verification } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { readTicketProofs } from '../teams/index.ts'
import { caseMove } from './case-rules.ts'
import { insertCase, insertEvent, lockCase, updateCase } from './store.ts'

export interface CaseVerdict {
  readonly shown: Verification
  readonly staff: { readonly id: string; readonly name: string }
}

const standingOf = (shown: Verification, strength: CaseStrength) => ({
  verificationId: shown.id,
  teamId: shown.teamId,
  customerStripeId: shown.customerStripeId,
  customerName: shown.customerName,
  strength,
  changedAt: Date.parse(shown.at),
})

/** Lets the case of a ticket follow a verdict, in the verdict's transaction: opens it, reopens it, or shows what it found. */
export const openCase = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  tx: Transaction,
  { shown, staff }: CaseVerdict,
): Promise<void> => {
  const { ticket, strength } = shown
  if (strength === 'unverified') return
  const at = Date.parse(shown.at)
  const standing = standingOf(shown, strength)
  const holder = { holderId: staff.id, holderName: staff.name }
  const event = { id: newId('cev', at), ticket, staffId: staff.id, staffName: staff.name, text: null, at }
  const before = await lockCase(tx, kernel.db.kind, ticket)
  const proof = (await readTicketProofs({ db: tx, clock: kernel.clock }, [ticket])).get(ticket)
  const move = caseMove(before, shown, proof !== undefined && proof.id !== shown.id)
  if (move === 'open') {
    const isNew = await insertCase(tx, { ticket, ...standing, ...holder, openedAt: at, liveFrom: at, closedAt: null })
    if (isNew) await insertEvent(tx, { ...event, kind: 'opened' })
    return
  }
  if (move === 'keep') return
  await updateCase(tx, ticket, {
    ...standing,
    ...holder,
    ...(move === 'reopen' ? { closedAt: null, liveFrom: at } : {}),
  })
  if (move === 'reopen') await insertEvent(tx, { ...event, kind: 'reopened' })
}
