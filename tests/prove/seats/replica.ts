import { activateCallSchema, checkCallSchema, releaseCallSchema } from '@countersign/shared/licenses-api'
import { activateInstance } from '../../../server/features/instances/activate-instance.ts'
import { checkInstance } from '../../../server/features/instances/check-instance.ts'
import type { Marks } from '../../../server/features/instances/open-marks.ts'
import { openParts, type Parts } from '../../../server/features/instances/open-parts.ts'
import { releaseInstance } from '../../../server/features/instances/release-instance.ts'
import { settleMarks } from '../../../server/features/instances/settle-marks.ts'
import type { CheckMark } from '../../../server/features/instances/store.ts'
import { publishKeys } from '../../../server/features/licenses/publish-keys.ts'
import type { Clock } from '../../../server/kernel/clock.ts'
import type { Kernel } from '../../../server/kernel/context.ts'
import type { Database } from '../../../server/ports/database.ts'
import type { PaymentGateway } from '../../../server/ports/payment-gateway.ts'
import { companionKernel } from '../companion-kernel.ts'

/** One process of the companion: its real use-cases over a shared database. */
export interface Replica {
  readonly kernel: Kernel
  readonly call: (path: string, body: unknown, address: string) => Promise<unknown>
  /** Writes what checks left behind, as late as the history wants it. */
  readonly flush: () => Promise<void>
  /** Killed and begun anew: what was not written is lost. */
  readonly crash: () => void
}

const newer = (before: CheckMark | undefined, mark: CheckMark): CheckMark => {
  if (before?.epoch !== mark.epoch) return mark
  const { sequence, nonceHash } = before.sequence > mark.sequence ? before : mark
  const { seatUntil, seatMarginMs } = before.seatUntil > mark.seatUntil ? before : mark
  return { ...mark, sequence, nonceHash, seatUntil, seatMarginMs, runUntil: Math.max(before.runUntil, mark.runUntil) }
}

/** The companion's marks without its real-time delay: they are written when the history says so, and lost when it dies. */
const lateMarks = (kernel: Kernel): Marks => {
  const waiting = new Map<string, CheckMark>()
  return {
    lastOf: (row) => {
      const mark = waiting.get(row.id)
      return mark && mark.epoch === row.epoch && mark.sequence >= row.sequence ? mark : row
    },
    add: (mark) => {
      waiting.set(mark.id, newer(waiting.get(mark.id), mark))
    },
    flush: async () => {
      const group = [...waiting.values()]
      waiting.clear()
      await settleMarks(kernel, group)
    },
  }
}

export const openReplica = (db: Database, clock: Clock, replica: string): Replica => {
  // Nothing of Stripe is asked on the way of a check.
  const kernel = companionKernel({ db, stripe: {} as PaymentGateway, clock, replica })
  const begin = (): Parts => ({ ...openParts(kernel), marks: lateMarks(kernel) })
  let parts = begin()
  return {
    kernel,
    call: (path, body, address) => {
      if (path.endsWith('/activate')) return activateInstance(parts, activateCallSchema.parse(body), address)
      if (path.endsWith('/check')) return checkInstance(parts, checkCallSchema.parse(body), address)
      if (path.endsWith('/release')) return releaseInstance(parts, releaseCallSchema.parse(body))
      return publishKeys(kernel)
    },
    flush: () => parts.marks.flush(),
    crash: () => {
      parts = begin()
    },
  }
}
