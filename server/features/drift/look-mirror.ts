import { DRIFT_RESOURCES } from '@countersign/shared/features/drift'
import { z } from 'zod'
import type { MirrorRow } from '../../ports/payment-gateway.ts'
import { compareListed, readMirrorStatus } from '../mirror/index.ts'
import type { DriftKernel, Look } from './commit-step.ts'
import { foundInMirror } from './mirror-rules.ts'
import { cutPiece, type Piece } from './page-rules.ts'
import { readIfThere } from './read-if-there.ts'

const cursorSchema = z.object({
  resource: z.enum(DRIFT_RESOURCES),
  /** The last id that was compared. */
  after: z.string().nullable(),
  /** Everything made from then on was compared; null: nothing yet. */
  to: z.number().nullable(),
})
type Cursor = z.infer<typeof cursorSchema>

const FIRST: Cursor = { resource: 'customers', after: null, to: null }

/** From the cursor on, as many pages as it takes for a piece. null: the object that it was to go on from was deleted since. */
const listPiece = async (
  { stripe, pace }: DriftKernel,
  { resource, after }: Cursor,
): Promise<Piece<MirrorRow> | null> => {
  const listed: MirrorRow[] = []
  for (let from = after; ; from = listed.at(-1)?.stripeId ?? null) {
    await pace()
    const page = await readIfThere(() => stripe.listForMirror(resource, from))
    if (!page) return null
    listed.push(...page.rows)
    const piece = cutPiece(listed, page.hasMore && page.rows.length > 0)
    if (piece) return piece
  }
}

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
  const piece = await listPiece(kernel, cursor)
  if (!piece) return { found: [], compared: {}, next: JSON.stringify({ ...FIRST, resource }) }
  const to = cursor.to ?? Number.MAX_SAFE_INTEGER
  const differences = await compareListed(kernel, resource, { rows: piece.rows, asOf, from: piece.from, to })
  const next = nextOf(cursor, piece)
  return {
    found: differences.map((difference) => foundInMirror({ ...difference, resource })),
    compared: { [resource]: piece.rows.length },
    next: next && JSON.stringify(next),
  }
}
