import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { Stripe } from 'stripe'
import { ensureChromium } from '../../scripts/steps/find-chromium.ts'
import { type Embedded, startEmbedded } from '../../server/app/embedded.ts'
import { SAMPLE_KEY } from '../../stripe-sandbox/samples/situations.ts'
import { buildRenderer } from './build-desktop.ts'

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const WIDE = { width: 1440, height: 900 }

export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS })

/** Why a fault was set: what the sandbox shall do to the next requests. */
export interface StripeFault {
  readonly kind: string
  readonly path?: string
  readonly times?: number
  readonly ms?: number
}

/** The sandbox Stripe from the side: the official client on the sample's account, and its faults. */
export interface StripeSide {
  readonly client: Stripe
  readonly url: string
  readonly fail: (fault: StripeFault) => Promise<void>
  readonly mend: () => Promise<void>
}

export const stripeAt = (url: string): StripeSide => {
  const { hostname, port } = new URL(url)
  const faults = new URL('/_sandbox/faults', url)
  return {
    url,
    client: new Stripe(SAMPLE_KEY, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 }),
    fail: async (fault) => {
      const answer = await fetch(faults, { method: 'POST', body: JSON.stringify({ times: 0, ...fault }) })
      if (!answer.ok) throw new Error(`the sandbox took no fault: ${await answer.text()}`)
    },
    mend: async () => void (await fetch(faults, { method: 'DELETE' })),
  }
}

/** A copy of the built desk: another spec file may build anew while this one still loads pages from it. */
export const ownDeskFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-desk-'))
  await cp(await buildRenderer(), folder, { recursive: true })
  return folder
}

export interface SampleDesk extends Pick<Embedded, 'url' | 'deskUrl'> {
  readonly stripe: StripeSide
  readonly dataFolder: string
  readonly deskFolder: string
  /** Ends the companion as a crash of its machine would, and starts it again where it was. */
  readonly halt: () => Promise<void>
  readonly resume: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The embedded companion on the sample company, with the desk as it is built. */
export const startSampleDesk = async (given: { dataFolder?: string } = {}): Promise<SampleDesk> => {
  const deskFolder = await ownDeskFolder()
  const dataFolder = given.dataFolder ?? (await mkdtemp(join(tmpdir(), 'countersign-sample-')))
  const start = (port: number) =>
    startEmbedded({ dataFolder, port, isSample: true, launchToken: null, deskFolder, logLevel: 'silent' })
  const first = await start(0)
  let running: Embedded | null = first
  const halt = async () => {
    await running?.stop()
    running = null
  }
  return {
    url: first.url,
    deskUrl: first.deskUrl,
    // It listens elsewhere each time.
    get stripe() {
      return stripeAt(running?.stripeUrl ?? '')
    },
    dataFolder,
    deskFolder,
    halt,
    resume: async () => {
      running ??= await start(Number(new URL(first.url).port))
    },
    close: async () => {
      await halt()
      await rm(deskFolder, { recursive: true, force: true })
      if (given.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/**
 * A library asks whether it may compile code, takes the refusal and goes on without. Harmless, but still a refusal: one
 * spec says so, the others look for the rest.
 */
export const isProbe = (fault: string): boolean => fault.startsWith('securitypolicyviolation script-src eval ')

/** What no page of the desk may ever cause: a break of its content policy, or an error that nobody caught. */
export const watchFaults = (page: Page): string[] => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (/Content Security Policy|securitypolicyviolation/.test(message.text())) faults.push(message.text())
  })
  return faults
}

const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('securitypolicyviolation', event.violatedDirective, event.blockedURI, event.sourceFile))`

export interface DeskWindow {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: string[]
}

/** A window of its own on the desk: no cookie, no storage, motion off so that nothing has to be waited out. */
export const openWindow = async (browser: Browser, options: BrowserContextOptions = {}): Promise<DeskWindow> => {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options })
  await context.addInitScript(TELL_VIOLATIONS)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return { context, page, faults: watchFaults(page) }
}
