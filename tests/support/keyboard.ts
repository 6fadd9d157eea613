import type { Page } from 'playwright'

/** Where the keyboard is, as a screen reader would say it. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement
    if (!active || active === document.body) return ' '
    const label = active.id === '' ? null : document.querySelector(`label[for="${CSS.escape(active.id)}"]`)
    return `${active.tagName} ${active.getAttribute('aria-label') ?? (label ?? active).textContent}`
  })

/** Tab by Tab, as a hand would; throws where it is never reached. */
export const tabTo = async (page: Page, wanted: RegExp): Promise<void> => {
  for (let at = 0; at < 40; at += 1) {
    await page.keyboard.press('Tab')
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`40 tabs never reached ${wanted}; the last was ${await focused(page)}`)
}
