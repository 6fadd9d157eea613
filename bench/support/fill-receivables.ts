import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'
import { type ReceivableRow, writeReceivable } from '../../server/features/receivables/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'

const CURRENCIES = ['usd', 'eur', 'jpy', 'kwd']
/** One letter for every second invoice, two for some; a promise for every fifth. */
const LETTERS_EVERY = 2
const NOTES_EVERY = 5

const rowOf = (at: number, madeAt: number): ReceivableRow => ({
  stripeId: `in_bench${at}`,
  customerStripeId: `cus_bench${at % 400}`,
  customerName: `Kestrel Robotics, Division ${at % 400}`,
  teamId: null,
  number: `KES${at % 400}-${String(at).padStart(4, '0')}`,
  currency: CURRENCIES[at % CURRENCIES.length] ?? 'usd',
  total: 100_000 + at * 10,
  remaining: 100_000 + at * 10,
  dueAt: madeAt + (at % 130) * DAY_MS,
  finalizedAt: madeAt,
  createdAt: madeAt,
  collectionMethod: 'send_invoice',
  hostedUrl: `https://pay.example/i/${at}`,
  state: 'open',
  closedAs: null,
  closedAt: null,
  asOf: madeAt + 100 * DAY_MS,
})

/** So many open invoices with what has been done about them, and as many that are over. */
export const fillReceivables = (db: Database, count: number, madeAt: number): Promise<void> =>
  inTransaction(db, async (tx) => {
    const open = Array.from({ length: count }, (_, at) => rowOf(at, madeAt))
    const over = open.map(
      (row) =>
        ({ ...row, stripeId: `${row.stripeId}_paid`, state: 'closed', closedAs: 'paid', closedAt: madeAt }) as const,
    )
    for (const row of [...open, ...over]) await writeReceivable(tx, row)
    const by = { staffId: 'stf_bench', staffName: 'Tobias Rønning' }
    for (const [at, { stripeId: invoiceStripeId }] of open.entries()) {
      const when = madeAt + at
      if (at % LETTERS_EVERY === 0)
        await tx
          .insertInto('invoiceReminder')
          .values({
            id: `irm_${at}`,
            invoiceStripeId,
            letter: 1,
            sentOn: dayOf(toIso(when)),
            mailKey: `bench:${at}`,
            ...by,
            at: when,
          })
          .execute()
      if (at % NOTES_EVERY === 0)
        await tx
          .insertInto('invoiceNote')
          .values({ id: `inn_${at}`, invoiceStripeId, text: 'by phone', promisedOn: '2026-11-30', ...by, at: when })
          .execute()
    }
  })
