import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser, openWindow, startSampleDesk } from '../tests/support/browser.ts'
import { signInAs } from '../tests/support/desk-pages.ts'
import { measureScrolling, measureSpeed } from './desk-speed.ts'
import { measureScript, measureWhole, measureWindow } from './desk-start.ts'
import { addInstruments } from './support/in-page.ts'
import type { Bench } from './support/results.ts'

/** The desk as a person meets it, in Chromium against the companion on the sample. Electron itself is not measured. */
export const bench: Bench = async (say) => {
  say('in Chromium; Electron itself did not run, and its window starts differently')
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  const desk = await startSampleDesk({ dataFolder })
  const browser = await launchBrowser()
  try {
    const { context, page } = await openWindow(browser)
    await addInstruments(page)
    await page.goto(desk.deskUrl)
    await signInAs(page, 'support')
    const speed = await measureSpeed(page)
    const place = { ...desk, dataFolder, storageState: await context.storageState() }
    say('worked along')
    await context.close()
    const scrolling = await measureScrolling(browser)
    say('scrolled')
    await browser.close()
    const start = [await measureWindow(place, say), await measureScript(place)]
    await desk.halt()
    return [start[0], await measureWhole(place, say), start[1], ...speed, scrolling].filter((row) => row !== undefined)
  } finally {
    await browser.close()
    await desk.close()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}
