import type { Page } from 'playwright'
import { shell } from './desk-pages.ts'

/** Where the keyboard is, as a screen reader would say it. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement
    if (!active || active === document.body) return ' '
    const label = active.id === '' ? null : document.querySelector(`label[for="${CSS.escape(active.id)}"]`)
    return `${active.tagName} ${active.getAttribute('aria-label') ?? (label ?? active).textContent}`
  })

/** More than any way round a page and the desk's own links. */
const MOST_TABS = 80

/** Tab by Tab, as a hand would; throws where it is never reached. */
export const tabTo = async (page: Page, wanted: RegExp): Promise<void> => {
  for (let at = 0; at < MOST_TABS; at += 1) {
    await page.keyboard.press('Tab')
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`${MOST_TABS} tabs never reached ${wanted}; the last was ${await focused(page)}`)
}

/** By the keys of a page, such as `gc`, pressed where no field takes them for text. */
export const openByKeys = async (page: Page, keys: string, title: string): Promise<void> => {
  await shell(page).title.first().waitFor()
  await tabTo(page, /^(BUTTON|A) /)
  for (const key of keys) await page.keyboard.press(key)
  await shell(page).title.filter({ hasText: title }).waitFor()
}

const MOST_STOPS = 150

/** One Tab further within the page; false once it has left the page or come round. */
const stepOn = async (page: Page): Promise<boolean> => {
  await page.keyboard.press('Tab')
  return page.evaluate(() => {
    const active = document.activeElement
    const reached = Reflect.get(globalThis, 'reached') as Set<Element>
    if (!active || !document.querySelector('#page')?.contains(active)) return false
    // A date has a stop for each of its parts.
    const isNew = !reached.has(active) || active === [...reached].at(-1)
    reached.add(active)
    return isNew
  })
}

/** What can be clicked on the page, and no Tab from its top ever comes to. */
export const unreached = async (page: Page): Promise<string[]> => {
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('#page')?.focus()
    Reflect.set(globalThis, 'reached', new Set())
  })
  let stops = 0
  while (stops < MOST_STOPS && (await stepOn(page))) stops += 1
  return page.evaluate(() => {
    const reached = Reflect.get(globalThis, 'reached') as Set<Element>
    const isOff = (one: Element) => one.closest('[aria-hidden="true"], [inert], :disabled') !== null
    // One stop for all of them: arrows move within.
    const isWithinReached = (one: Element) => {
      const group = one.closest('[role="tablist"], [role="grid"], [role="listbox"], [role="radiogroup"]')
      return group !== null && (reached.has(group) || [...reached].some((each) => group.contains(each)))
    }
    const wanted =
      'a[href], button, input, select, textarea, [role="button"], [role="combobox"], [role="listbox"], [role="grid"]'
    return [...document.querySelectorAll(`#page :is(${wanted})`)]
      .filter((one) => one.checkVisibility() && !isOff(one) && !reached.has(one) && !isWithinReached(one))
      .map((one) => one.outerHTML.slice(0, 160))
  })
}

/** Opens a field of choices and takes the one that reads so. */
export const chooseByKeys = async (page: Page, field: RegExp, option: string): Promise<void> => {
  await tabTo(page, field)
  await page.keyboard.press('Enter')
  const wanted = page.getByRole('option', { name: option })
  await wanted.waitFor()
  const isMarked = () => wanted.evaluate((one) => one.hasAttribute('data-combobox-selected'))
  for (let at = 0; at < MOST_STOPS && !(await isMarked()); at += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await wanted.waitFor({ state: 'hidden' })
}
