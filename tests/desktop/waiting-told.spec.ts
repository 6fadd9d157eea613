import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { situation } from '../../stripe-sandbox/samples/situations.ts'
import { approvalsPage, askCredit, countersign } from '../support/approvals-page.ts'
import { launchBrowser, openWindow, ownDeskFolder, type SampleDesk, startSampleDesk } from '../support/browser.ts'
import { goTo, shell, signInAs } from '../support/desk-pages.ts'
import { type Desktop, launchDesktop, newUserData, runtime } from '../support/launch-desktop.ts'

// Guards: an approver who looks elsewhere is told by the machine that a request waits: by a count on the app and a
// notification whose click opens just that request; the count goes with their word. Two people, one companion.

const proven = situation('proven')
const TEAM = { team: proven.team ?? '', customer: proven.customer ?? '' }

let desk: SampleDesk
let browser: Browser
let ines: Page
let desktop: Desktop
let jonas: Page
const userData = newUserData()

const entries = async (): Promise<number[]> => {
  const { data } = await desk.stripe.client.customers.listBalanceTransactions(TEAM.customer, { limit: 100 })
  return data.map(({ amount }) => amount)
}
const badge = () => desktop.app.evaluate(({ app }) => app.getBadgeCount())
const itemOf = (page: Page) => page.evaluate(() => new URLSearchParams(location.hash.split('?')[1]).get('item'))
const soon = <Value>(seen: () => Promise<Value>) => expect.poll(seen, { timeout: 15_000 })

// The stand-in keeps what was shown; of the system's own notification nothing can be read back.
describe.skipIf(runtime === 'electron')('an approver at the desktop, and support in a browser', () => {
  const shown = () =>
    desktop.app.evaluate(({ Notification }) => {
      const kept = Reflect.get(Notification, 'shown') as readonly { readonly title: string; readonly body: string }[]
      return kept.map(({ title, body }) => ({ title, body }))
    })

  beforeAll(async () => {
    desk = await startSampleDesk()
    browser = await launchBrowser()
    ines = (await openWindow(browser)).page
    await ines.goto(desk.deskUrl)
    await signInAs(ines, 'support')
    const server = { place: 'remote', url: desk.url }
    const settings = { server, theme: 'system', keepsWithoutKeyring: false, helpdeskHosts: [] }
    writeFileSync(join(userData, 'settings.json'), JSON.stringify(settings))
    desktop = await launchDesktop({ userData, rendererRoot: await ownDeskFolder() })
    jonas = desktop.page
    jonas.setDefaultTimeout(20_000)
    await desktop.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    })
    await signInAs(jonas, 'approver', 'Jonas Whitlock')
    await goTo(jonas, '#/verify')
    // A driven Chromium says of every page that it has the focus.
    await jonas.evaluate(() => {
      document.hasFocus = () => false
    })
  })
  afterAll(async () => {
    await desktop.close()
    await browser.close()
    await desk.close()
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  })

  test('is told of a request while looking elsewhere; whoever asked is not', async () => {
    expect(await badge()).toBe(0)
    await askCredit(ines, { ...TEAM, ticket: 'INC-4891', amount: '9', words: 'An hour without reports' })
    await soon(badge).toBe(1)
    await soon(shown).toEqual([{ title: 'Credit of 9.00 USD', body: 'One request waits for you.' }])
    expect(await shell(jonas).nav('Approvals').innerText()).toContain('1')
    expect(await shell(ines).nav('Approvals').innerText()).not.toContain('1')
  })

  test('opens that request with a click on the notification, in a window that shows itself', async () => {
    await desktop.app.evaluate(({ BrowserWindow, Notification }) => {
      BrowserWindow.getAllWindows()[0]?.hide()
      const kept = Reflect.get(Notification, 'shown') as readonly { readonly emit: (event: string) => void }[]
      kept[0]?.emit('click')
    })
    await jonas.getByRole('article', { name: 'Credit of 9.00 USD' }).waitFor()
    expect(await itemOf(jonas)).toBe(await itemOf(ines))
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true)
  })

  test('signs it, and the count is gone', async () => {
    const before = await entries()
    await countersign(jonas, { isFirst: true })
    await approvalsPage(jonas).card.getByText('It was done, and Stripe says so.').waitFor()
    expect(await entries()).toEqual([-900, ...before])
    await soon(badge).toBe(0)
    expect(await shown()).toHaveLength(1)
  })

  test('comes to a request by the link that the mail holds', async () => {
    await askCredit(ines, { ...TEAM, ticket: 'INC-4892', amount: '8', words: 'An hour without exports' })
    const item = await itemOf(ines)
    await goTo(jonas, '#/verify')
    await desktop.app.evaluate(
      ({ app }, url) => void app.emit('open-url', { preventDefault: () => undefined }, url),
      `countersign://approval/${item}`,
    )
    await jonas.getByRole('article', { name: 'Credit of 8.00 USD' }).waitFor()
    expect(await itemOf(jonas)).toBe(item)
    await soon(badge).toBe(1)
  })
})
