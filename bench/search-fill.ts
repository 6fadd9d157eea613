import { rmSync } from 'node:fs'
import type { Stripe } from 'stripe'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase, type OpenOptions } from '../server/adapters/database/open-database.ts'
import { listForMirror } from '../server/adapters/stripe/list-for-mirror.ts'
import { indexDocuments } from '../server/features/search/index-documents.ts'
import { fillMirror } from '../server/features/mirror/fill-mirror.ts'
import { startFill } from '../server/features/mirror/start-fill.ts'
import { RESOURCES } from '../server/features/mirror/mirror-rules.ts'
import { systemActor } from '../server/kernel/actor.ts'
import { systemClock } from '../server/kernel/clock.ts'
import type { Kernel } from '../server/kernel/context.ts'
import { silentLog } from '../server/kernel/log.ts'
import type { PaymentGateway } from '../server/ports/payment-gateway.ts'
import { type ResultRow, type Say, toRow } from './support/results.ts'
import { makePages } from './support/stripe-pages.ts'

const OBJECTS = 30_000

type Pages = Record<(typeof RESOURCES)[number], string[]>

/** The adapter's own reading of Stripe's JSON; only the network is left out. */
const gatewayOf = (pages: Pages): Pick<PaymentGateway, 'listForMirror'> => {
  const listFrom = (texts: readonly string[]) => {
    let at = 0
    return { list: async (): Promise<unknown> => JSON.parse(texts[at++ % texts.length] ?? '{}') }
  }
  const client = {
    customers: listFrom(pages.customers),
    subscriptions: listFrom(pages.subscriptions),
    invoices: listFrom(pages.invoices),
    promotionCodes: listFrom(pages.codes),
  } as unknown as Stripe
  return { listForMirror: (resource, cursor) => listForMirror(client, resource, cursor) }
}

/** Objects per second that `JSON.parse` alone gets out of the same pages. */
const measureParsing = (pages: Pages): number => {
  const from = performance.now()
  let objects = 0
  for (const resource of RESOURCES) {
    for (const text of pages[resource]) objects += (JSON.parse(text) as { data: unknown[] }).data.length
  }
  return (objects / (performance.now() - from)) * 1000
}

const heapMb = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

/** One fill of an empty mirror, from the JSON of Stripe's pages to durable rows; then the same documents indexed. */
export const measureFill = async (url: string, options: OpenOptions, say: Say): Promise<ResultRow[]> => {
  const pages = Object.fromEntries(RESOURCES.map((resource) => [resource, makePages(resource, OBJECTS)])) as Pages
  const opened = await openDatabase(url, options)
  const { db } = opened
  await migrateToLatest(db)
  const kernel = {
    db,
    stripe: gatewayOf(pages) as PaymentGateway,
    clock: systemClock,
    log: silentLog,
    settings: { teamKeys: ['team', 'tenant-id'] } as unknown as Kernel['settings'],
  }
  measureParsing(pages)
  const parsing = measureParsing(pages)
  await startFill(kernel, { actor: systemActor('bench'), requestId: null, resume: false })
  const heapBefore = heapMb()
  const from = performance.now()
  const outcome = await fillMirror(kernel, { holder: 'bench', signal: new AbortController().signal })
  const filling = ((3 * OBJECTS) / (performance.now() - from)) * 1000
  if (outcome !== 'done') throw new Error(`the fill ended as ${outcome}`)
  const heapAfter = heapMb()
  const fromIndexing = performance.now()
  while ((await indexDocuments(kernel, 'bench')) > 0);
  const indexing = (OBJECTS / (performance.now() - fromIndexing)) * 1000
  await opened.close()
  if (url.startsWith('sqlite:')) {
    for (const end of ['', '-wal', '-shm']) rmSync(`${url.slice('sqlite:'.length)}${end}`, { force: true })
  }
  say(`${db.kind}: ${3 * OBJECTS} objects filled; heap ${heapBefore.toFixed(0)} → ${heapAfter.toFixed(0)} MiB`)
  const what = (text: string) => `${db.kind}: ${text}`
  const beside = 'JSON.parse of the same pages'
  return [
    toRow({
      what: what('first fill'),
      value: filling,
      unit: 'objects/s',
      beside,
      besideValue: parsing,
      goal: 'ratio >= 0.3',
    }),
    toRow({
      what: what('gram index, off the fill’s path'),
      value: indexing,
      unit: 'customers/s',
      beside: 'the fill’s objects',
      besideValue: filling,
      goal: 'ratio >= 0.3',
    }),
    toRow({
      what: what('heap after the fill'),
      value: heapAfter,
      unit: 'MiB',
      beside: 'heap before it',
      besideValue: heapBefore,
      goal: 'ratio <= 1.25',
    }),
  ]
}
