import { openSession, type Session } from './session.ts'
import type { Emitter } from './events.ts'
import type { Settings } from './options.ts'
import { judgeStanding, type Standing } from './standing-rules.ts'

/** Until the server has named one. */
const FIRST_INTERVAL_MS = 3_600_000
/** Another process is gone if it wrote nothing for so many intervals. */
const SILENT_INTERVALS = 2

const nothing = () => {}

/** What changes while a process lives with its license. */
export interface Life {
  readonly settings: Settings
  readonly emitter: Emitter
  session: Session | null
  isRunning: boolean
  /** Calls in a row that brought no answer. */
  failures: number
  /** As listeners were last told. */
  before: Standing | null
  foreign: { readonly generation: number; readonly since: number } | null
  abort: AbortController
  cancelCheck: () => void
  cancelBoundary: () => void
  cancelKeeping: () => void
  /** Ends with the work that was last begun; never rejects. */
  queue: Promise<unknown>
}

export const beginLife = (settings: Settings, emitter: Emitter): Life => ({
  settings,
  emitter,
  session: null,
  isRunning: false,
  failures: 0,
  before: null,
  foreign: null,
  abort: new AbortController(),
  cancelCheck: nothing,
  cancelBoundary: nothing,
  cancelKeeping: nothing,
  queue: Promise.resolve(),
})

export const intervalOf = ({ session }: Life): number => session?.state.checkEveryMs ?? FIRST_INTERVAL_MS

/** A license file counts where no lease runs. */
export const standingOf = ({ session, settings }: Life): Standing => {
  const { version, releasedOn } = settings
  if (session === null) return judgeStanding({ grant: null, cause: null, version, releasedOn }, 0)
  const { grant, offline, cause, time } = session
  const now = time.nowMs()
  const online = judgeStanding({ grant, cause, version, releasedOn }, now)
  if (!online.isLocked || offline === null) return online
  const byFile = judgeStanding({ grant: offline, cause: null, version, releasedOn }, now)
  return byFile.isLocked && grant !== null ? online : byFile
}

/** One thing at a time, over what was kept. */
export const alone = <T>(life: Life, work: (session: Session, signal: AbortSignal) => Promise<T>): Promise<T> => {
  const run = life.queue.then(async () => {
    life.session ??= await openSession(life.settings, life.emitter)
    return work(life.session, life.abort.signal)
  })
  life.queue = run.catch(nothing)
  return run
}

/** Whether another process has the folder. If that one is silent for long, it is ours again. */
export const isForeign = async (life: Life): Promise<boolean> => {
  const { settings, emitter } = life
  const generation = await settings.store.foreignGeneration().catch(() => null)
  const now = settings.clock.monotonicMs()
  if (generation === null) {
    life.foreign = null
    return false
  }
  if (life.foreign?.generation !== generation) {
    life.foreign = { generation, since: now }
    return true
  }
  if (now - life.foreign.since < SILENT_INTERVALS * intervalOf(life)) return true
  life.foreign = null
  life.session = await openSession(settings, emitter)
  return false
}
