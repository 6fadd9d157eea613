import { ERRORS } from '@countersign/shared/errors'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import type { Part } from './part-rules.ts'
import { findKeptPart, keepPart } from './store.ts'

type PartDeps = Pick<Kernel, 'db' | 'clock' | 'log'>

export interface PartRequest<T> {
  readonly customerStripeId: string
  readonly part: string
  readonly read: () => Promise<T>
}

/** What was kept is our own JSON of the same shape; an answer kept by an older version may lack members, so none is used then. */
const KEPT_VERSION = 1

const fromKept = async <T>(
  { db }: Pick<Kernel, 'db'>,
  request: PartRequest<T>,
  error: GatewayError,
): Promise<Part<T>> => {
  const kept = await findKeptPart(db, request.customerStripeId, request.part)
  const parsed = kept ? (JSON.parse(kept.value) as { version: number; value: T }) : null
  if (kept && parsed?.version === KEPT_VERSION) {
    return { state: 'read', asOf: toIso(kept.asOf), source: 'kept', value: parsed.value }
  }
  const code = errorCodeOf(error)
  return { state: 'failed', code, text: ERRORS[code].text }
}

const keep = async ({ db, log }: PartDeps, row: Parameters<typeof keepPart>[1]): Promise<void> => {
  try {
    await keepPart(db, row)
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    log.warn({ customerStripeId: row.customerStripeId, part: row.part, failure: error.message }, 'a part was not kept')
  }
}

/**
 * Asks Stripe for one part and keeps the answer if the database takes it; when Stripe can't be asked, the kept answer
 * stands in, stamped with its time. `asOf` is when asking began: the answer may be newer than that, never older.
 */
export const readPart = async <T>(deps: PartDeps, request: PartRequest<T>): Promise<Part<T>> => {
  const asOf = deps.clock.now()
  try {
    const value = await request.read()
    const { customerStripeId, part } = request
    await keep(deps, { customerStripeId, part, value: JSON.stringify({ version: KEPT_VERSION, value }), asOf })
    return { state: 'read', asOf: toIso(asOf), source: 'stripe', value }
  } catch (error) {
    if (error instanceof GatewayError && error.gateway === 'stripe') return fromKept(deps, request, error)
    throw error
  }
}
