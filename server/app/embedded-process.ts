import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts'

// The entry of the utility process that the desktop starts: options come in the environment, word goes back over the port
// that Electron gives to such a process.

interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const FLUSH_MS = 200

const port = (process as unknown as { parentPort?: ParentPort }).parentPort
if (!port) throw new Error('embedded-process runs as a utility process of the desktop only')

/** A test key in the environment takes the place of the sandbox and its sample. */
const stripeKey = process.env.COUNTERSIGN_STRIPE_KEY
const given = JSON.parse(process.env.COUNTERSIGN_EMBEDDED_OPTIONS ?? '{}') as EmbeddedOptions
const options = {
  ...given,
  isSample: given.isSample && !stripeKey,
  deskFolder: null,
  ...(stripeKey ? { stripeKey } : {}),
}

let embedded: Embedded | null = null
port.on('message', ({ data }) => {
  if ((data as { type?: string } | null)?.type !== 'stop') return
  void (embedded?.stop() ?? Promise.resolve()).finally(() => process.exit(0))
})

try {
  embedded = await startEmbedded(options)
  port.postMessage({ type: 'ready', url: embedded.url, mode: embedded.mode, stripeUrl: embedded.stripeUrl })
} catch (error) {
  port.postMessage({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
  // The word leaves from the event loop; the port would keep a process alive that serves nobody.
  setTimeout(() => process.exit(1), FLUSH_MS)
}
