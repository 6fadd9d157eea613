import type { DesktopServer } from '@countersign/shared/desktop'
import { app } from 'electron'
import { createLiveValue } from '../bridge/live-value.ts'
import type { PowersOf } from '../bridge/powers.ts'
import { Refusal } from '../bridge/refusal.ts'
import type { Upstream } from '../bridge/upstream.ts'
import type { ServerChoice, SettingsStore } from '../files/desktop-settings.ts'
import { logLine } from '../log.ts'
import { companionAddress, waitBeforeTry } from './companion-address-rules.ts'
import { type Source, type SourceReport, useEmbedded, useRemote } from './companion-source.ts'

/** Waiting longer than this for a start is worse than saying so. */
const START_PATIENCE_MS = 20_000

/** An upstream and whose it is, taken at one moment: by the time it answers, another companion may be chosen. */
export interface NamedUpstream extends Upstream {
  readonly identity: string
}

export interface Server {
  /** Names the companion that a session belongs to; the embedded one keeps its name over changing ports. */
  readonly identity: () => string
  readonly host: () => string
  /** The origins that links may lead to besides https ones; none while nothing is ready. */
  readonly linksTo: () => readonly string[]
  /** Where it is now; waits for one that is starting, refuses when there is none. */
  readonly reach: (signal: AbortSignal) => Promise<NamedUpstream>
  readonly onIdentityChange: (listener: () => void) => void
  readonly powers: PowersOf<'server'>
}

const EMBEDDED = 'embedded'

const hostOf = (choice: ServerChoice): string =>
  choice.place === EMBEDDED ? 'this computer' : (URL.parse(choice.url)?.host ?? '')

const identityOf = (choice: ServerChoice): string => (choice.place === EMBEDDED ? EMBEDDED : choice.url)

const chosenAtStart = (settings: SettingsStore): ServerChoice => {
  const url = companionAddress(process.env.COUNTERSIGN_SERVER ?? '')
  return url ? { place: 'remote', url } : settings.get().server
}

const sourceOf = (choice: ServerChoice, report: SourceReport): Source =>
  choice.place === EMBEDDED ? useEmbedded(report) : useRemote(choice.url, report)

/** Where the companion is while there is one; those who use it learn when it is gone. */
const holdUpstream = () => {
  let upstream: NamedUpstream | null = null
  let gone = new AbortController()
  return {
    get: () => upstream,
    hold: (found: Omit<NamedUpstream, 'gone'>) => {
      upstream = { ...found, gone: gone.signal }
    },
    lose: () => {
      upstream = null
      gone.abort(new Refusal('SERVER_UNREACHABLE'))
      gone = new AbortController()
    },
  }
}

/** Keeps one companion reachable: starts or probes it, tries again after a growing wait, and tells whoever watches. */
const keepCompanion = (first: ServerChoice) => {
  let choice = first
  let source: Source | null = null
  /** Counts starts and stops: whatever waited through one of them is no longer the one to act. */
  let turn = 0
  let retry: NodeJS.Timeout | undefined
  let failures = 0
  const upstream = holdUpstream()
  const about = (): { place: ServerChoice['place']; host: string } => ({ place: choice.place, host: hostOf(choice) })
  const status = createLiveValue<DesktopServer>({ state: 'starting', ...about() })

  const start = () => {
    const mine = ++turn
    const restart = async () => {
      // What failed may still be running; it would stay beside its successor, one process more with each try.
      await source?.stop()
      if (mine === turn) start()
    }
    const report: SourceReport = {
      onReady: ({ url, headers, mode, linksTo }) => {
        if (mine !== turn) return
        failures = 0
        upstream.hold({ url, headers, identity: identityOf(choice) })
        status.set({ state: 'ready', ...about(), mode, linksTo: [...linksTo] })
      },
      onFailed: (reason) => {
        if (mine !== turn) return
        logLine('companion-failed', { reason })
        upstream.lose()
        status.set({ state: 'failed', ...about(), reason })
        retry = setTimeout(() => void restart(), waitBeforeTry(failures++))
        retry.unref()
      },
    }
    source = sourceOf(choice, report)
  }
  /** False when another start or stop came in between, whose business the rest then is. */
  const stop = async (): Promise<boolean> => {
    const mine = ++turn
    clearTimeout(retry)
    upstream.lose()
    await source?.stop()
    return mine === turn
  }
  start()
  return {
    status,
    stop,
    upstream: upstream.get,
    choice: () => choice,
    choose: async (next: ServerChoice) => {
      if (!(await stop())) return
      choice = next
      failures = 0
      status.set({ state: 'starting', ...about() })
      start()
    },
  }
}

type Keeper = ReturnType<typeof keepCompanion>

const reachWith =
  (keeper: Keeper): Server['reach'] =>
  async (signal) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(START_PATIENCE_MS)])
    for await (const { state } of keeper.status.watch(patience)) {
      const upstream = keeper.upstream()
      if (upstream) return upstream
      if (state === 'failed') break
    }
    const isStarting = keeper.status.get().state === 'starting'
    throw new Refusal('SERVER_UNREACHABLE', isStarting ? { message: 'The companion is still starting.' } : {})
  }

/** Quitting waits for the embedded companion to close its database. */
const stopBeforeQuit = (keeper: Keeper): void => {
  let isStopped = false
  app.on('will-quit', (event) => {
    if (isStopped) return
    event.preventDefault()
    void keeper.stop().finally(() => {
      isStopped = true
      app.quit()
    })
  })
}

export const setupServer = (settings: SettingsStore): Server => {
  const keeper = keepCompanion(chosenAtStart(settings))
  const listeners = new Set<() => void>()
  const identity = () => identityOf(keeper.choice())
  const choose = async (wanted: ServerChoice): Promise<DesktopServer> => {
    const url = wanted.place === 'remote' ? companionAddress(wanted.url) : null
    if (wanted.place === 'remote' && !url) {
      throw new Refusal('INPUT_INVALID', { message: 'A companion’s address begins with https://.' })
    }
    const before = identity()
    const choice: ServerChoice = url ? { place: 'remote', url } : { place: EMBEDDED }
    await settings.change({ server: choice })
    await keeper.choose(choice)
    if (identity() !== before) for (const listener of listeners) listener()
    return keeper.status.get()
  }
  stopBeforeQuit(keeper)
  return {
    identity,
    host: () => hostOf(keeper.choice()),
    linksTo: () => {
      const status = keeper.status.get()
      return status.state === 'ready' ? status.linksTo : []
    },
    reach: reachWith(keeper),
    onIdentityChange: (listener) => listeners.add(listener),
    powers: {
      'server.status': () => keeper.status.get(),
      'server.onChange': (_input, signal) => keeper.status.watch(signal),
      'server.choose': choose,
    },
  }
}
