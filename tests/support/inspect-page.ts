import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { WIDE } from './browser.ts'

const SCHEMES = ['light', 'dark'] as const

/** Serious or critical only: the rest is for the workbench, where every part stands alone. */
const seriousOn = async (page: Page): Promise<unknown[]> => {
  await page.evaluate(() => document.fonts.ready)
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

const paint = (page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> => page.emulateMedia({ colorScheme })

const SIZES = [
  { name: '1024 × 700', width: 1024, height: 700 },
  { name: '200 %', width: WIDE.width / 2, height: WIDE.height / 2 },
]

/** What the window cannot show: wider than it, or words of a button that its own box cuts off. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isCut = (element: Element): boolean => {
      // Names are cut with all of them in the title; what is only read aloud has no box to speak of.
      if (element.closest('.cs-cut') !== null || element.clientWidth <= 1) return false
      if (!element.checkVisibility() || getComputedStyle(element).overflowX === 'visible') return false
      return element.scrollWidth > element.clientWidth + 1
    }
    const { scrollWidth, clientWidth } = document.documentElement
    const buttons = [...document.querySelectorAll('button, [role="tab"]')].filter(
      (button) => button.closest('[role="option"], td') === null,
    )
    return [
      ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide in ${clientWidth}`] : []),
      ...buttons
        .filter((button) => [button, ...button.querySelectorAll('*')].some((part) => isCut(part)))
        .map((button) => `cut: ${button.textContent}`),
    ]
  })

const fitsOn = async (page: Page): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  for (const { name, width, height } of SIZES) {
    await page.setViewportSize({ width, height })
    const cut = await cutOff(page)
    if (cut.length > 0) found[name] = cut
  }
  await page.setViewportSize(WIDE)
  return found
}

/** What is wrong with the page as it stands, in light and dark, narrow and enlarged; nothing is an empty object. */
export const inspect = async (page: Page): Promise<unknown> => {
  const found: Record<string, unknown> = {}
  for (const scheme of SCHEMES) {
    await paint(page, scheme)
    const serious = await seriousOn(page)
    if (serious.length > 0) found[scheme] = serious
  }
  return { ...found, ...(await fitsOn(page)) }
}
