// Rule: a list is gone through in pieces of which it is certain that everything of their span of time was listed: up to
// the last whole second, since a page may end within one. Stripe lists the newest first.

interface Made {
  readonly stripeId: string
  readonly createdAt: number
}

export interface Piece<Row> {
  readonly rows: readonly Row[]
  /** Made from here on, up to the piece before. */
  readonly from: number
  /** Where the next one goes on; null: that was all. */
  readonly after: string | null
}

/** null: all that was listed is of one second that goes on; more has to be listed. */
export const cutPiece = <Row extends Made>(rows: readonly Row[], hasMore: boolean): Piece<Row> | null => {
  if (!hasMore) return { rows, from: 0, after: null }
  const open = rows.at(-1)?.createdAt
  const whole = rows.slice(
    0,
    rows.findIndex(({ createdAt }) => createdAt === open),
  )
  const last = whole.at(-1)
  if (!last) return null
  return { rows: whole, from: Math.min(...whole.map(({ createdAt }) => createdAt)), after: last.stripeId }
}
