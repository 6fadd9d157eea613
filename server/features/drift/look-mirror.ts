import { DRIFT_RESOURCES } from '@countersign/shared/features/drift'
import { z } from 'zod'
import type { MirrorRow } from '../../ports/payment-gateway.ts'
import { compareListed, readMirrorStatus } from '../mirror/index.ts'
import type { Look } from './commit-step.ts'
import { foundInMirror } from './mirror-rules.ts'
import { cutPiece } from './page-rules.ts'

const cursorSchema = z.object({
  resource: z.enum(DRIFT_RESOURCES),
  /** The last id that was compared. */
  after: z.string().nullable(),
  /** Everything made from then on was compared; null: nothing yet. */
  to: z.number().nullable(),
})
type Cursor = z.infer<typeof cursorSchema>

const FIRST: Cursor = { resource: 'customers', after: null, to: null }

const nextOf = ({ resource }: Cursor, piece: { after: string | null; from: number }): Cursor | null => {
  if (piece.after !== null) return { resource, after: piece.after, to: piece.from }
  const next = DRIFT_RESOURCES[DRIFT_RESOURCES.indexOf(resource) + 1]
  return next ? { ...FIRST, resource: next } : null
}

/** A page of Stripe's list beside the mirror, one kind of object after the other. */
export const lookMirror: Look = async (kernel, text) => {
  const { backfill } = await readMirrorStatus(kernel)
  if (backfill.state !== 'done')
    return { found: [], compared: {}, next: null, skipped: 'The mirror isn’t filled; its fill says how far it is.' }
  const cursor = text === null ? FIRST : cursorSchema.parse(JSON.parse(text))
  const { resource } = cursor
  const asOf = kernel.clock.now()
  const listed: MirrorRow[] = []
  for (let after = cursor.after; ; after = listed.at(-1)?.stripeId ?? null) {
    await kernel.pace()
    const page = await kernel.stripe.listForMirror(resource, after)
    listed.push(...page.rows)
    const piece = cutPiece(listed, page.hasMore && page.rows.length > 0)
    if (!piece) continue
    const to = cursor.to ?? Number.MAX_SAFE_INTEGER
    const differences = await compareListed(kernel, resource, { rows: piece.rows, asOf, from: piece.from, to })
    const next = nextOf(cursor, piece)
    return {
      found: differences.map((difference) => foundInMirror({ ...difference, resource })),
      compared: { [resource]: piece.rows.length },
      next: next && JSON.stringify(next),
    }
  }
}
