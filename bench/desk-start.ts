import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright'
import { launchBrowser, WIDE } from '../tests/support/browser.ts'
import { verifyPage } from '../tests/support/desk-pages.ts'
import { median } from './support/middle.ts'
import { type ResultRow, type Say, toRow } from './support/results.ts'

type StorageState = Exclude<BrowserContextOptions['storageState'], undefined>

export interface StartedPlace {
  readonly deskUrl: string
  readonly dataFolder: string
  readonly deskFolder: string
  /** Of somebody who signed in on another day. */
  readonly storageState: StorageState
}

const ROUNDS = 5

const painted = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))))

/** A browser from nothing to what `show` waits for. */
const timeStart = async (storageState: StorageState, show: (page: Page) => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  const browser = await launchBrowser()
  const page = await (await browser.newContext({ viewport: WIDE, storageState })).newPage()
  await show(page)
  await painted(page)
  const ms = performance.now() - from
  await browser.close()
  return ms
}

const showDesk = async (page: Page, deskUrl: string): Promise<void> => {
  await page.goto(deskUrl)
  await verifyPage(page).ask.waitFor()
}

const startBeside = ({ dataFolder, deskFolder }: StartedPlace): { child: ChildProcess; url: Promise<string> } => {
  const script = fileURLToPath(new URL('support/run-sample.ts', import.meta.url))
  const child = spawn(process.execPath, [script, dataFolder, deskFolder], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('the companion has no output')
  return { child, url: once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()) }
}

const timeWithCompanion = async (place: StartedPlace): Promise<number> => {
  const { child, url } = startBeside(place)
  const ms = await timeStart(place.storageState, async (page) => showDesk(page, await url))
  child.kill('SIGTERM')
  await once(child, 'exit')
  return ms
}

const inTurns = async (ways: ReadonlyArray<() => Promise<number>>): Promise<number[]> => {
  const taken: number[][] = ways.map(() => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, way] of ways.entries()) taken[at]?.push(await way())
  }
  return taken.map(median)
}

const EMPTY = 'an empty Chromium window'
const asStart = { unit: 'ms', beside: EMPTY, goal: 'ratio <= 2' } as const

/** With the companion running, as a browser finds it. */
export const measureWindow = async ({ deskUrl, storageState }: StartedPlace, say: Say): Promise<ResultRow> => {
  const [empty = NaN, desk = NaN] = await inTurns([
    () => timeStart(storageState, (page) => page.goto('about:blank')),
    () => timeStart(storageState, (page) => showDesk(page, deskUrl)),
  ])
  say('started windows')
  return toRow({
    ...asStart,
    what: 'start to Verify in Chromium (Electron did not run), companion running',
    value: desk,
    besideValue: empty,
  })
}

/** The companion starts beside the window, as on the desktop; on a folder that nothing else uses. */
export const measureWhole = async (place: StartedPlace, say: Say): Promise<ResultRow> => {
  const [empty = NaN, whole = NaN] = await inTurns([
    () => timeStart(place.storageState, (page) => page.goto('about:blank')),
    () => timeWithCompanion(place),
  ])
  say('started windows with their companion')
  return toRow({
    ...asStart,
    what: 'start to Verify in Chromium (Electron did not run), with its companion',
    value: whole,
    besideValue: empty,
  })
}

const BYTES_PER_KB = 1000

/** Every script that came before the first useful screen, as a server that compresses would send it. */
export const measureScript = async ({ deskUrl, storageState }: StartedPlace): Promise<ResultRow> => {
  const browser = await launchBrowser()
  const page = await (await browser.newContext({ viewport: WIDE, storageState })).newPage()
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  })
  await showDesk(page, deskUrl)
  const bodies = await Promise.all(scripts)
  await browser.close()
  const total = (list: readonly Buffer[]) => list.reduce((sum, { length }) => sum + length, 0) / BYTES_PER_KB
  return toRow({
    what: `first load: ${bodies.length} scripts, gzipped`,
    value: total(bodies.map((body) => gzipSync(body))),
    unit: 'kB',
    beside: 'the same scripts as they are',
    besideValue: total(bodies),
    goal: 'value <= 400',
  })
}
