import type { BrowserContext, Page } from 'playwright'
import { buildCompanion } from './build-desktop.ts'
import { launchBrowser, openWindow, ownDeskFolder, startSampleDesk, watchFaults } from './browser.ts'
import { launchDesktop, runtime } from './launch-desktop.ts'

/** One way into the same desk. */
export interface Door {
  readonly page: Page
  /** Breaks of the content policy and uncaught errors so far. */
  readonly faults: readonly string[]
  /** Presses what opens a document, and says which address left the desk. */
  readonly addressOpenedBy: (press: () => Promise<void>) => Promise<string>
  /** A link from outside, as a helpdesk holds it. */
  readonly followDeepLink: (team: string, ticket: string) => Promise<void>
  /** What the person answers in the system's dialogs from now on; a browser has none. */
  readonly confirmInSystem: () => Promise<void>
  /** What lies on the clipboard of the machine. */
  readonly copied: () => Promise<string>
  readonly close: () => Promise<void>
}

const newPageOpenedBy = async (context: BrowserContext, press: () => Promise<void>): Promise<string> => {
  const opening = context.waitForEvent('page')
  await press()
  const opened = await opening
  const request = opened.url() === 'about:blank' ? await opened.waitForEvent('request') : null
  const address = request?.url() ?? opened.url()
  await opened.close()
  return address
}

/** The desk at /desk/ of the embedded companion, in Chromium. */
export const openBrowserDoor = async (): Promise<Door> => {
  const desk = await startSampleDesk()
  const browser = await launchBrowser()
  const { context, page, faults } = await openWindow(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.goto(desk.deskUrl)
  return {
    page,
    faults,
    addressOpenedBy: (press) => newPageOpenedBy(context, press),
    confirmInSystem: () => Promise.resolve(),
    copied: () => page.evaluate(() => navigator.clipboard.readText()),
    followDeepLink: async (team, ticket) => {
      await page.goto('about:blank')
      await page.goto(`${desk.deskUrl}#/verify?team=${team}&ticket=${ticket}`)
    },
    close: async () => {
      await browser.close()
      await desk.close()
    },
  }
}

/** The built main and preload with the real companion beside them, on Electron or its stand-in. */
export const openDesktopDoor = async (): Promise<Door> => {
  const desktop = await launchDesktop({ companionEntry: await buildCompanion(), rendererRoot: await ownDeskFolder() })
  const { app, page } = desktop
  page.setDefaultTimeout(20_000)
  const faults = watchFaults(page)
  await app.evaluate(({ shell }) => {
    const told = globalThis as { openedOutside?: string[] }
    told.openedOutside = []
    shell.openExternal = async (url) => void told.openedOutside?.push(url)
  })
  return {
    page,
    faults,
    addressOpenedBy: async (press) => {
      await press()
      const opened = () => app.evaluate(() => (globalThis as { openedOutside?: string[] }).openedOutside?.pop() ?? '')
      let address = await opened()
      while (address === '') address = await opened()
      return address
    },
    followDeepLink: async (team, ticket) => {
      await app.evaluate(({ app: running }, url) => {
        running.emit('open-url', { preventDefault: () => undefined }, url)
      }, `countersign://team/${team}?ticket=${ticket}`)
    },
    confirmInSystem: () =>
      app.evaluate(({ dialog }) => {
        // 0 is the first button, the one that signs.
        dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
      }),
    copied: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    close: desktop.close,
  }
}

export const DOORS = [
  { name: 'the browser desk', open: openBrowserDoor },
  { name: `the desktop, on ${runtime}`, open: openDesktopDoor },
] as const
