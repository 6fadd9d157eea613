import { setTimeout as delay } from 'node:timers/promises'
import type { Kernel } from '../../kernel/context.ts'
import { readNewestChange } from './store.ts'

/** Tells that requests changed, not how: who listens reads again what they are shown. Ends when nobody listens. */
export async function* followRequests(
  { db }: Pick<Kernel, 'db'>,
  signal: AbortSignal | undefined,
  everyMs = 1000,
): AsyncGenerator<{ mark: string }, void> {
  let told: string | null = null
  for (;;) {
    const mark = await readNewestChange(db)
    if (mark !== told) yield { mark }
    told = mark
    await delay(everyMs, undefined, signal ? { signal } : {}).catch(() => {})
    if (signal?.aborted) return
  }
}
