import type { Page } from 'playwright'

/** Runs in the page: its own clock and its own frames, so that no driver's delay is counted. */
const INSTRUMENTS = `(() => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  // The frame after the one that drew it: by then it is on the glass.
  const painted = async () => { await frame(); await frame(); return performance.now() }
  window.bench = {
    untilSeen: async (eventName, selector, text) => {
      const from = await new Promise((resolve) =>
        addEventListener(eventName, (event) => resolve(event.timeStamp), { capture: true, once: true }))
      const isThere = () => [...document.querySelectorAll(selector)].some((one) =>
        one.checkVisibility() && one.textContent.includes(text))
      while (!isThere()) {
        if ((await frame()) - from > 20000) throw new Error('never seen: ' + text)
      }
      return (await painted()) - from
    },
    longestFrame: async (ms) => {
      let longest = 0
      let last = await frame()
      const end = last + ms
      while (last < end) {
        const now = await frame()
        longest = Math.max(longest, now - last)
        last = now
      }
      return longest
    },
    interactions: [],
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.interactionId > 0) window.bench.interactions.push({ name: entry.name, ms: entry.duration })
  }).observe({ type: 'event', durationThreshold: 16, buffered: true })
})()`

interface Instruments {
  readonly untilSeen: (eventName: string, selector: string, text: string) => Promise<number>
  readonly longestFrame: (ms: number) => Promise<number>
  readonly interactions: ReadonlyArray<{ readonly name: string; readonly ms: number }>
}

declare global {
  interface Window {
    bench?: Instruments
    /** What is being measured now. */
    benchTaken?: Promise<number> | undefined
  }
}

export const addInstruments = (page: Page): Promise<unknown> => page.addInitScript(INSTRUMENTS)

export interface Sight {
  /** What the person does: the event that starts the clock. */
  readonly event: 'keydown' | 'click' | 'hashchange' | 'input'
  readonly selector: string
  readonly text: string
}

/** Armed before the act: a clock that starts late measures nothing. */
const measure = async (page: Page, arm: () => Promise<unknown>, act: () => Promise<unknown>): Promise<number> => {
  await arm()
  await act()
  return page.evaluate(async () => (await window.benchTaken) ?? NaN)
}

/** From what the person does to the frame that shows what came of it. */
export const timeUntilSeen = (page: Page, sight: Sight, act: () => Promise<unknown>): Promise<number> =>
  measure(
    page,
    () =>
      page.evaluate(({ event, selector, text }) => {
        window.benchTaken = window.bench?.untilSeen(event, selector, text)
      }, sight),
    act,
  )

export const longestFrameDuring = (page: Page, ms: number, act: () => Promise<unknown>): Promise<number> =>
  measure(
    page,
    () =>
      page.evaluate((span) => {
        window.benchTaken = window.bench?.longestFrame(span)
      }, ms),
    act,
  )

export const worstInteraction = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(16, ...(window.bench?.interactions.map(({ ms }) => ms) ?? [])))
