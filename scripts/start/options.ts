import { parseArgs } from 'node:util'
import { defaultFolder } from './default-folder.ts'

export interface StartOptions {
  readonly isHelp: boolean
  readonly isSmoke: boolean
  readonly port: number
  readonly dataFolder: string
  /** False where the person chose a folder; the smoke run then keeps its data there. */
  readonly isDefaultFolder: boolean
  readonly opensBrowser: boolean
  readonly server: string | null
  readonly isSample: boolean
  readonly electron: 'auto' | 'never'
}

export const helpText = (): string => `npm start -- [options]

Opens the desk with the embedded companion, the sandbox Stripe and sample data: in Electron where its program is here or
can be downloaded, else the same desk in the browser.

  --data FOLDER      where database and settings are kept (now: ${defaultFolder()})
  --port NUMBER      port of the browser desk (default: any free one)
  --no-browser       print the desk's address and open nothing
  --server URL       use a companion that runs elsewhere instead of the embedded one
  --no-sample        begin with an empty sandbox
  --electron never   stay in the browser (default: auto)
  --smoke            start everything without a window, prove a sample team, print one line of JSON, stop
  --help             this text

Environment: COUNTERSIGN_STRIPE_KEY=sk_test_…  use your own Stripe test account instead of the sandbox.`

const SPEC = {
  help: { type: 'boolean', short: 'h', default: false },
  smoke: { type: 'boolean', default: false },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  browser: { type: 'boolean', default: true },
  server: { type: 'string' },
  sample: { type: 'boolean', default: true },
  electron: { type: 'string', default: 'auto' },
} as const

const portOf = (text: string): number => {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error(`--port takes a number up to 65535, not “${text}”.`)
  return port
}

const serverOf = (text: string | undefined): string | null => {
  if (text === undefined) return null
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new Error(`--server takes an address, not “${text}”.`)
  return url.href.replace(/\/+$/, '')
}

/** Throws an error whose message is meant for the person at the keyboard. */
export const parseOptions = (args: readonly string[]): StartOptions => {
  const { values } = parseArgs({ args: [...args], options: SPEC, allowNegative: true })
  if (values.electron !== 'auto' && values.electron !== 'never') throw new Error('--electron takes auto or never.')
  if (values.smoke && values.server !== undefined)
    throw new Error('--smoke proves the embedded companion; leave out --server.')
  return {
    isHelp: values.help,
    isSmoke: values.smoke,
    port: portOf(values.port),
    dataFolder: values.data ?? defaultFolder(),
    isDefaultFolder: values.data === undefined,
    opensBrowser: values.browser,
    server: serverOf(values.server),
    isSample: values.sample,
    electron: values.electron,
  }
}
