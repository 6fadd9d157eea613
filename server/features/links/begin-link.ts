import { HOUR_MS } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { findRepeated } from './find-repeated.ts'
import { hasRoom } from './link-rules.ts'
import { countMadeSince, insertLink, type LinkRow } from './store.ts'

export interface By {
  readonly actor: StaffActor
  readonly requestId: string
}

type Asked = Pick<LinkRow, 'kind' | 'requestKey' | 'fingerprint' | 'teamId' | 'ticket' | 'state'> & Partial<LinkRow>

const UNTOLD = {
  customerStripeId: null,
  buyerEmail: null,
  plan: null,
  period: null,
  priceStripeId: null,
  quantity: null,
  problem: null,
  sessionStripeId: null,
  total: null,
  currency: null,
  subscriptionStripeId: null,
  sentTo: null,
  mailKey: null,
  sends: 0,
  expiresAt: null,
  completedAt: null,
}

/** Writes a link down before Stripe is asked for it; the same form again is the same link. Refuses with LINKS_TOO_MANY. */
export const beginLink = async (
  tx: Transaction,
  { actor, at }: { readonly actor: StaffActor; readonly at: number },
  asked: Asked,
): Promise<{ readonly row: LinkRow; readonly isNew: boolean }> => {
  const row: LinkRow = {
    ...UNTOLD,
    ...asked,
    id: newId('lnk', at),
    staffId: actor.id,
    staffName: actor.name,
    madeAt: at,
    checkedAt: at,
  }
  const known = await findRepeated(tx, row)
  if (known) return { row: known, isNew: false }
  if (!hasRoom(await countMadeSince(tx, actor.id, at - HOUR_MS))) throw new AppError('LINKS_TOO_MANY')
  if (await insertLink(tx, row)) return { row, isNew: true }
  const first = await findRepeated(tx, row)
  assert(first, 'a link that is there can’t be found')
  return { row: first, isNew: false }
}
