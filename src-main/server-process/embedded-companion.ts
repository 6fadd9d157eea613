import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type UtilityProcess, utilityProcess } from 'electron'
import { z } from 'zod'
import { companionEntry, wantsSample } from '../launch-settings.ts'
import { logLine } from '../log.ts'

const STOP_TIMEOUT_MS = 5_000

const loopbackSchema = z.url().regex(/^http:\/\/127\.0\.0\.1:\d+\/?$/, 'loopback only')

const saidSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    url: loopbackSchema,
    mode: z.literal('TEST'),
    /** The sandbox; null with a test key of a real account. */
    stripeUrl: loopbackSchema.nullable(),
  }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
])

/** What the system needs to run a program, and the companion's own settings; nothing else of the user's environment. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SYSTEMROOT',
  'APPDATA',
  'LOCALAPPDATA',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'TZ',
]

const companionEnvironment = (options: object): Record<string, string> => {
  const passed = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && (PASSED_ON.includes(name.toUpperCase()) || name.startsWith('COUNTERSIGN_'))
      ? [[name, value] as const]
      : [],
  )
  return { ...Object.fromEntries(passed), COUNTERSIGN_EMBEDDED_OPTIONS: JSON.stringify(options) }
}

export interface EmbeddedCompanion {
  /** Goes with each call; a page of another program on this machine cannot know it. */
  readonly launchToken: string
  readonly stop: () => Promise<void>
}

interface Listener {
  readonly onReady: (url: string, linksTo: readonly string[]) => void
  readonly onFailed: (reason: string) => void
}

const logOutput = (child: UtilityProcess): void => {
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(process.stderr, { end: false })
}

/** Runs the companion beside the desk, as a utility process: with the fuses set, `fork` would find no Node to run. */
export const startEmbeddedCompanion = ({ onReady, onFailed }: Listener): EmbeddedCompanion => {
  const dataFolder = join(app.getPath('userData'), 'companion')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const launchToken = randomBytes(32).toString('base64url')
  const child = utilityProcess.fork(companionEntry(), [], {
    serviceName: 'Countersign companion',
    cwd: dataFolder,
    stdio: 'pipe',
    env: companionEnvironment({ dataFolder, port: 0, launchToken, isSample: wantsSample() }),
  })
  logOutput(child)
  const exited = Promise.withResolvers<void>()
  let isStopping = false
  let reason: string | null = null

  child.on('message', (message: unknown) => {
    const said = saidSchema.safeParse(message)
    if (!said.success) return logLine('companion-not-understood')
    if (said.data.type === 'ready') {
      const { url, stripeUrl } = said.data
      return onReady(url.replace(/\/$/, ''), stripeUrl === null ? [] : [new URL(stripeUrl).origin])
    }
    reason = said.data.reason
    onFailed(reason)
  })
  child.once('exit', (code) => {
    logLine('companion-exited', { code })
    exited.resolve()
    if (!isStopping && reason === null) onFailed(`The companion ended unexpectedly (exit code ${code}).`)
  })

  return {
    launchToken,
    stop: async () => {
      isStopping = true
      if (child.pid === undefined) return
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
      child.postMessage({ type: 'stop' })
      const deadline = setTimeout(() => child.kill(), STOP_TIMEOUT_MS)
      await exited.promise
      clearTimeout(deadline)
    },
  }
}
