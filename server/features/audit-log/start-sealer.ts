import type { Kernel } from '../../kernel/context.ts'
import type { CheckpointSink } from '../../ports/checkpoint-sink.ts'
import { sealEntries } from './seal-entries.ts'
import { sweepFrom } from './sealing-rules.ts'
import { writeCheckpoints } from './write-checkpoints.ts'

export interface SealerOptions {
  readonly sink: CheckpointSink
  readonly intervalMs: number
}

/** For health and metrics. */
export interface SealerStatus {
  /** When a round last ended well; null before the first. */
  readonly sealedAt: number | null
  readonly sealingFailures: number
  /** Since when the sink has been failing; null while it works. What it missed is written once it works again. */
  readonly sinkFailingSince: number | null
}

export interface Sealer {
  /** Seals what there is once more, then ends. */
  stop(): Promise<void>
  /**
   * Seals all there is (unless another replica is at it) and brings the sink up to date. Rejects if the database fails; a failing sink shows in `status`.
   */
  sealNow(): Promise<void>
  status(): SealerStatus
}

type SealerKernel = Pick<Kernel, 'db' | 'clock' | 'keys' | 'log'>

const createRounds = (kernel: SealerKernel, sink: CheckpointSink) => {
  let lastFullSweepAt: number | null = null
  let writtenTo: number | null = null
  let status: SealerStatus = { sealedAt: null, sealingFailures: 0, sinkFailingSince: null }

  const seal = async (since: number | null) => {
    const startedAt = kernel.clock.now()
    let outcome = await sealEntries(kernel, since)
    while (outcome.sealed > 0) outcome = await sealEntries(kernel, outcome.sealedTo)
    if (since === null && !outcome.isBusy) lastFullSweepAt = startedAt
    status = { ...status, sealedAt: kernel.clock.now() }
  }

  const keepOutside = async () => {
    try {
      writtenTo = await writeCheckpoints(kernel, sink, writtenTo)
      status = { ...status, sinkFailingSince: null }
    } catch (error) {
      writtenTo = null
      if (status.sinkFailingSince === null)
        kernel.log.error({ err: error, sink: sink.name }, 'checkpoints can’t be written outside the database')
      status = { ...status, sinkFailingSince: status.sinkFailingSince ?? kernel.clock.now() }
    }
  }

  const round = async (isFull: boolean) => {
    await seal(isFull ? null : sweepFrom(lastFullSweepAt, kernel.clock.now()))
    await keepOutside()
  }

  const failed = (error: unknown) => {
    status = { ...status, sealingFailures: status.sealingFailures + 1 }
    kernel.log.error({ err: error }, 'audit entries could not be sealed; the next round tries again')
  }

  return { round, failed, status: () => status }
}

/** The job that seals each second. Every replica runs one; the database lets one of them through at a time. */
export const startSealer = (kernel: SealerKernel, { sink, intervalMs }: SealerOptions): Sealer => {
  const rounds = createRounds(kernel, sink)
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  const enqueue = (isFull: boolean): Promise<void> => {
    const mine = turn.then(() => rounds.round(isFull))
    turn = mine.catch(() => {})
    return mine
  }
  const schedule = () => {
    if (isStopped) return
    timer = setTimeout(() => void enqueue(false).catch(rounds.failed).then(schedule), intervalMs)
    timer.unref()
  }
  schedule()

  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await enqueue(false).catch(rounds.failed)
    },
    sealNow: () => enqueue(true),
    status: rounds.status,
  }
}
