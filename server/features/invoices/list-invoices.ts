import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import type { ListInvoicesInput } from '@countersign/shared/features/invoice-work'
import type { Kernel } from '../../kernel/context.ts'
import { describeInvoices } from './describe-invoices.ts'
import { listInvoiceRows } from './store.ts'

interface Page {
  readonly rows: ManualInvoiceLine[]
  readonly next: string | null
}

const readPage = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, input: ListInvoicesInput): Promise<Page> => {
  const found = await listInvoiceRows(db, { ...input, limit: input.limit + 1 })
  const page = found.slice(0, input.limit)
  const rows = await describeInvoices(db, page, clock.now())
  return { rows, next: found.length > page.length ? (page.at(-1)?.id ?? null) : null }
}

const PAGE = 100
/** So many pages are looked through for what is stuck; then the next page goes on from there. */
const MOST_PAGES = 10

/** Time decides what is stuck, so rows are read until enough are. */
const readStuck = async (kernel: Pick<Kernel, 'db' | 'clock'>, input: ListInvoicesInput): Promise<Page> => {
  const rows: ManualInvoiceLine[] = []
  let { before } = input
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await readPage(kernel, { ...input, before, limit: PAGE })
    for (const row of page.rows) {
      if (row.isStuck) rows.push(row)
      if (rows.length === input.limit) return { rows, next: row.id }
    }
    if (page.next === null) return { rows, next: null }
    before = page.next
  }
  return { rows, next: before ?? null }
}

/** Manual invoices with their chains, newest first. */
export const listInvoices = (kernel: Pick<Kernel, 'db' | 'clock'>, input: ListInvoicesInput): Promise<Page> =>
  input.filter === 'stuck' ? readStuck(kernel, input) : readPage(kernel, input)
