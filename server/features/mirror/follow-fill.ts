import { setTimeout as delay } from 'node:timers/promises'
import type { Backfill } from '@countersign/shared/features/search'
import type { Kernel } from '../../kernel/context.ts'
import { backfillOf } from './mirror-rules.ts'
import { readLatestRun } from './store.ts'

/** The fill's progress, told when it moved, until it has ended or nobody listens any more. */
export async function* followFill(
  { db }: Pick<Kernel, 'db'>,
  signal: AbortSignal | undefined,
  everyMs = 1000,
): AsyncGenerator<Backfill, void> {
  let told = ''
  for (;;) {
    const backfill = backfillOf(await readLatestRun(db))
    const text = JSON.stringify(backfill)
    if (text !== told) yield backfill
    if (backfill.state !== 'running') return
    told = text
    await delay(everyMs, undefined, signal ? { signal } : {}).catch(() => {})
    // Nobody listens, and the database may be closing.
    if (signal?.aborted) return
  }
}
