import { setTimeout as delay } from 'node:timers/promises'
import type { Kernel } from '../../kernel/context.ts'
import { settleMarks } from './settle-marks.ts'
import type { CheckMark } from './store.ts'
import type { TokenParts } from './token-rules.ts'

export interface Marks {
  /** The newest token known to have been given: the row's, or one that waits to be written. */
  lastOf(row: TokenParts & { readonly id: string }): TokenParts
  add(mark: CheckMark): void
  /** Writes what waits now. */
  flush(): Promise<void>
}

export interface OpenMarks extends Marks {
  /** Writes what waits, for the last time; a database that is away isn't tried again. */
  stop(): Promise<void>
}

const GATHER_MS = 200
const RETRY_MS = 1000
const MOST_AT_ONCE = 128
/** Beyond, the oldest are dropped: what is lost is mended by the next check of that instance. */
const MOST_WAITING = 50_000

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await delay(ms, undefined, { signal }).catch(() => undefined)
}

/** Of two marks of one instance, what both have reached. */
const merged = (before: CheckMark | undefined, mark: CheckMark): CheckMark => {
  if (before?.epoch !== mark.epoch) return mark
  const { sequence, nonceHash } = before.sequence > mark.sequence ? before : mark
  const { seatUntil, seatMarginMs } = before.seatUntil > mark.seatUntil ? before : mark
  const runUntil = Math.max(before.runUntil, mark.runUntil)
  return { ...mark, sequence, nonceHash, seatUntil, seatMarginMs, runUntil, counts: mark.counts ?? before.counts }
}

/** What checks leave behind is written in groups, after their replies; the newest of each instance. */
export const openMarks = (kernel: Pick<Kernel, 'db' | 'clock' | 'log'>): OpenMarks => {
  const waiting = new Map<string, CheckMark>()
  let writing: ReadonlyMap<string, CheckMark> = new Map()
  let running: Promise<void> | null = null
  let turn: Promise<void> = Promise.resolve()
  const stopping = new AbortController()
  const { signal } = stopping

  const writeGroup = async (): Promise<void> => {
    const group = [...waiting.values()].slice(0, MOST_AT_ONCE)
    writing = new Map(group.map((mark) => [mark.id, mark]))
    for (const { id } of group) waiting.delete(id)
    try {
      await settleMarks(kernel, group)
    } catch (error) {
      kernel.log.warn({ err: error, marks: group.length }, 'licenses: what checks left behind waits to be written')
      for (const mark of group) waiting.set(mark.id, merged(mark, waiting.get(mark.id) ?? mark))
      await pause(RETRY_MS, signal)
    } finally {
      writing = new Map()
    }
  }

  /** One group at a time. */
  const writeNext = (): Promise<void> => {
    turn = turn.then(writeGroup)
    return turn
  }
  const flush = async (): Promise<void> => {
    for (let groups = Math.ceil(waiting.size / MOST_AT_ONCE); groups > 0; groups--) await writeNext()
  }
  const run = async (): Promise<void> => {
    await pause(GATHER_MS, signal)
    while (waiting.size > 0 && !signal.aborted) await writeNext()
    running = null
  }

  return {
    lastOf: (row) => {
      const mark = waiting.get(row.id) ?? writing.get(row.id)
      return mark && mark.epoch === row.epoch && mark.sequence >= row.sequence ? mark : row
    },
    add: (mark) => {
      const next = merged(waiting.get(mark.id), mark)
      waiting.delete(mark.id)
      waiting.set(mark.id, next)
      const [oldest] = waiting.keys()
      if (waiting.size > MOST_WAITING && oldest !== undefined) waiting.delete(oldest)
      running ??= run()
    },
    flush,
    stop: async () => {
      stopping.abort()
      await running
      await flush()
    },
  }
}
