import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY_MS } from '@countersign/shared/times'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase } from '../server/adapters/database/open-database.ts'
import { listReceivables } from '../server/features/receivables/list-receivables.ts'
import { listOpenRows } from '../server/features/receivables/store.ts'
import type { Kernel } from '../server/kernel/context.ts'
import { launchBrowser, openWindow, startSampleDesk } from '../tests/support/browser.ts'
import { companionKernel } from '../tests/prove/companion-kernel.ts'
import { goTo, signInAs } from '../tests/support/desk-pages.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { makeOpenInvoices, receivablesPage } from '../tests/support/receivables-page.ts'
import { seatStaff } from '../tests/support/approvals.ts'
import { scroll, SCROLL_MS } from './desk-speed.ts'
import { fillReceivables } from './support/fill-receivables.ts'
import { addInstruments, longestFrameDuring, timeUntilSeen } from './support/in-page.ts'
import { median } from './support/middle.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'

const MANY = 1000
const ROUNDS = 30

const noStripe = new Proxy({} as Kernel['stripe'], {
  get: () => () => {
    throw new Error('Stripe was asked')
  },
})

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}

/** The companion's own answer: nobody is asked, so this is the database and our rules. */
const measureAnswer = async (what: string, url: string, say: Say): Promise<ResultRow[]> => {
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  try {
    await migrateToLatest(db)
    const kernel = companionKernel({ db, stripe: noStripe, clock: { now: () => Date.now() }, replica: 'bench' })
    const viewer = await seatStaff(kernel, 'Tobias Rønning', ['finance'])
    await fillReceivables(db, MANY, Date.now() - 100 * DAY_MS)
    const answer = () => listReceivables(kernel, viewer)
    const read = () => listOpenRows(db)
    const answers: number[] = []
    const reads: number[] = []
    // The first of each compiles its statements.
    await Promise.all([read(), answer()])
    for (let round = 0; round < ROUNDS; round += 1) {
      reads.push(await timed(read))
      answers.push(await timed(answer))
    }
    say(`${what}: answered ${ROUNDS} times`)
    const row = (which: string, value: number) =>
      toRow({
        what: `${what}: list and ageing of ${MANY} open invoices, ${which} of ${ROUNDS}`,
        value,
        unit: 'ms',
        beside: 'their rows alone, median',
        besideValue: median(reads),
        goal: 'value <= 100',
      })
    return [row('median', median(answers)), row('worst', Math.max(...answers))]
  } finally {
    await close()
  }
}

const openPage = async (page: Parameters<typeof goTo>[0], text: string): Promise<number> => {
  await goTo(page, '#/verify')
  await page.getByRole('form', { name: 'What the ticket says' }).waitFor()
  const sight = { event: 'hashchange', selector: '[role="grid"]', text } as const
  return timeUntilSeen(page, sight, () => goTo(page, '#/receivables'))
}

/** In Chromium, on the sample with so many open invoices more. */
const measurePage = async (say: Say): Promise<ResultRow[]> => {
  const desk = await startSampleDesk()
  const browser = await launchBrowser()
  try {
    const { client } = desk.stripe
    const { id: customer } = await client.customers.create({ name: 'Ostrava Glassworks a.s.' })
    const wishes = Array.from({ length: MANY }, (_, at) => ({ amount: 10_000 + at, daysLate: (at % 300) - 50 }))
    const made = await makeOpenInvoices(client, customer, wishes)
    say(`${MANY} invoices are open`)
    const { page } = await openWindow(browser)
    await addInstruments(page)
    await page.goto(desk.deskUrl)
    await signInAs(page, 'finance')
    await goTo(page, '#/receivables')
    const { grid, refresh, row } = receivablesPage(page)
    // 249 days: the longest of all.
    const oldest = made[299]?.number ?? ''
    await refresh.click()
    await row(oldest).waitFor()
    const opened: number[] = []
    for (let round = 0; round < 5; round += 1) opened.push(await openPage(page, oldest))
    await grid.hover({ position: { x: 300, y: 200 } })
    const still = await longestFrameDuring(page, SCROLL_MS, () => page.mouse.move(301, 401))
    const moving: number[] = []
    for (let round = 0; round < 3; round += 1)
      moving.push(await longestFrameDuring(page, SCROLL_MS, () => scroll(page)))
    say('scrolled')
    const frame = { unit: 'ms', beside: 'one frame at 60 Hz', besideValue: 1000 / 60 } as const
    return [
      toRow({
        ...frame,
        what: `open the page, ${MANY} invoices, worst of 5`,
        value: Math.max(...opened),
        goal: 'value <= 300',
      }),
      toRow({
        what: `longest frame of 3 s of scrolling ${MANY} invoices, median of 3`,
        value: median(moving),
        unit: 'ms',
        beside: 'the page at rest',
        besideValue: still,
        goal: 'value <= 50',
      }),
    ]
  } finally {
    await browser.close()
    await desk.close()
  }
}

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const server = await startPostgres({ flushing: 'durable' })
  try {
    const sqlite = await measureAnswer('SQLite', `sqlite:${join(folder, 'bench.db')}`, say)
    await server.createDatabase('bench')
    const postgres = await measureAnswer('PostgreSQL', server.urlOf('bench'), say)
    return [...sqlite, ...postgres, ...(await measurePage(say))]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
