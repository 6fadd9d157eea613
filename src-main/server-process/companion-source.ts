import { z } from 'zod'
import { startEmbeddedCompanion } from './embedded-companion.ts'

export interface SourceReport {
  readonly onReady: (found: {
    readonly url: string
    readonly headers: Record<string, string>
    readonly mode: 'TEST' | 'LIVE' | 'UNKNOWN'
    /** Where links may lead besides the known hosts; nothing that a companion elsewhere could ask for. */
    readonly linksTo: readonly string[]
  }) => void
  readonly onFailed: (reason: string) => void
}

/** One try at having a companion. `stop` ends it and whatever it started. */
export interface Source {
  readonly stop: () => Promise<void>
}

export const useEmbedded = ({ onReady, onFailed }: SourceReport): Source => {
  const companion = startEmbeddedCompanion({
    onFailed,
    onReady: (url, linksTo) =>
      onReady({ url, headers: { 'x-countersign-launch': companion.launchToken }, mode: 'TEST', linksTo }),
  })
  return companion
}

const PROBE_TIMEOUT_MS = 10_000
const probeSchema = z.object({ mode: z.enum(['TEST', 'LIVE']).optional() })

/** A companion elsewhere counts as ready once it says how one may sign in. */
export const useRemote = (url: string, { onReady, onFailed }: SourceReport): Source => {
  const controller = new AbortController()
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)])
  const probe = async () => {
    const response = await fetch(`${url}/auth/methods`, { redirect: 'error', signal })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    const { mode } = probeSchema.parse(await response.json())
    if (!controller.signal.aborted) onReady({ url, headers: {}, mode: mode ?? 'UNKNOWN', linksTo: [] })
  }
  probe().catch((error: unknown) => {
    if (controller.signal.aborted) return
    onFailed(`The companion could not be reached: ${error instanceof Error ? error.message : 'unknown reason'}.`)
  })
  return { stop: async () => controller.abort() }
}
