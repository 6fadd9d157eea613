import type { Receivable, Receivables, Refresh } from '@countersign/shared/features/receivables'
import { dayOf, toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { ageByCurrency, bandOf, daysLateOn, dueDayOf } from './ageing-rules.ts'
import { listOpenInvoiceRequests, type OpenInvoiceRequest } from './list-open-invoice-requests.ts'
import { asLetter } from './reminder-rules.ts'
import {
  listConflicts,
  listOpenNotes,
  listOpenReminders,
  listOpenRows,
  type OpenRow,
  readRun,
  type RunRow,
} from './store.ts'

/** What hangs on each invoice, the newest of its kind. */
interface Around {
  readonly today: string
  readonly conflicts: ReadonlySet<string>
  readonly reminders: ReadonlyMap<string, Awaited<ReturnType<typeof listOpenReminders>>[number]>
  readonly notes: ReadonlyMap<string, Awaited<ReturnType<typeof listOpenNotes>>[number]>
  readonly requests: ReadonlyMap<string, OpenInvoiceRequest>
}

/** Rows come newest first: the first of each invoice stays. */
const newestByInvoice = <Row extends { readonly invoiceStripeId: string }>(rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.toReversed().map((row) => [row.invoiceStripeId, row]))

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const lastOf = (row: OpenRow, { reminders, notes, requests }: Around) => {
  const reminder = reminders.get(row.stripeId)
  const note = notes.get(row.stripeId)
  const request = requests.get(row.stripeId)
  return {
    lastReminder: reminder ? { letter: asLetter(reminder.letter), at: toIso(reminder.at) } : null,
    lastNote: note ? { text: note.text, promisedOn: note.promisedOn } : null,
    openRequest: request ? { id: request.id, kind: request.kind } : null,
  }
}

const describeRow = (row: OpenRow, around: Around): Receivable => {
  const { currency, customerStripeId } = row
  const dueOn = dueDayOf(row)
  const daysLate = daysLateOn(dueOn, around.today)
  return {
    stripeId: row.stripeId,
    customerStripeId,
    customerName: row.mirrorName ?? row.customerName,
    teamId: row.mirrorTeamId ?? row.teamId,
    number: row.number,
    total: { amount: row.total, currency },
    remaining: { amount: row.remaining, currency },
    dueOn,
    hasDueDay: row.dueAt !== null,
    daysLate,
    band: bandOf(daysLate),
    finalizedAt: isoOrNull(row.finalizedAt),
    collectionMethod: row.collectionMethod,
    hostedUrl: row.hostedUrl,
    asOf: toIso(row.asOf),
    ...lastOf(row, around),
    isReadOnly: around.conflicts.has(customerStripeId),
    isCustomerDeleted: row.isDeleted === 1,
  }
}

const describeRun = ({ state, read, startedAt, finishedAt, failure }: RunRow): Refresh => ({
  state: state === 'waiting' && finishedAt === null ? 'never' : state,
  read,
  startedAt: isoOrNull(startedAt),
  failure,
})

/** Everything that is open, the longest late first, as Stripe last said. Asks nobody. */
export const listReceivables = async (kernel: Kernel, viewer: StaffActor): Promise<Receivables> => {
  const { db, clock, settings } = kernel
  const today = dayOf(toIso(clock.now()))
  const rows = await listOpenRows(db)
  const around: Around = {
    today,
    conflicts: await listConflicts(db),
    reminders: newestByInvoice(await listOpenReminders(db)),
    notes: newestByInvoice(await listOpenNotes(db)),
    requests: newestByInvoice(await listOpenInvoiceRequests(kernel, viewer)),
  }
  const described = rows
    .map((row) => describeRow(row, around))
    .toSorted((one, other) => other.daysLate - one.daysLate || one.stripeId.localeCompare(other.stripeId))
  const run = await readRun(db)
  return {
    rows: described,
    ageing: ageByCurrency(described),
    asOf: isoOrNull(run.wholeSince),
    today,
    refresh: describeRun(run),
    sendsMail: settings.mailFrom !== null,
  }
}
