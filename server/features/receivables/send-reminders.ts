import type { Reminded, RemindInput, REMINDER_REFUSALS } from '@countersign/shared/features/receivables'
import { dayOf, toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { GatewayError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { queueMail } from '../mail/index.ts'
import { letterFor, mailKeyOf, reminderSubject, reminderText } from './reminder-rules.ts'
import { readAddressee, type Addressee } from './read-addressee.ts'
import { insertReminder, listConflicts, listReminders } from './store.ts'

interface By {
  readonly actor: StaffActor
  readonly requestId: string
}

type Result = Reminded['result']
type Refusal = (typeof REMINDER_REFUSALS)[number]

interface Sending {
  readonly by: By
  readonly letter: RemindInput['letter']
  readonly conflicts: ReadonlySet<string>
  readonly today: string
}

/** Stripe is asked twice for each: so many at once stay below its 25 a second. */
const AT_ONCE = 5

const refused = (why: Refusal): Result => ({ is: 'refused', why })

/** The reminder, its mail and its entry in the log, or none of them. */
const write = (kernel: Kernel, addressee: Addressee, { by, letter: wanted, today }: Sending): Promise<Result> =>
  inTransaction(kernel.db, async (tx) => {
    const { invoiceStripeId, facts, address } = addressee
    const letter = letterFor(wanted, await listReminders(tx, invoiceStripeId), today)
    if (typeof letter === 'string') return refused(letter)
    const at = kernel.clock.now()
    const key = mailKeyOf(invoiceStripeId, today)
    const { actor } = by
    const isNew = await insertReminder(tx, {
      id: newId('irm', at),
      invoiceStripeId,
      letter,
      sentOn: today,
      mailKey: key,
      staffId: actor.id,
      staffName: actor.name,
      at,
    })
    if (!isNew) return refused('already-today')
    const to = { name: facts.name ?? '', address }
    await queueMail(tx, at, { key, to, subject: reminderSubject(letter, facts), text: reminderText(letter, facts) })
    await recordAudit(tx, at, {
      ...by,
      action: 'invoice.reminded',
      subject: { kind: 'invoice', id: invoiceStripeId },
      details: { letter, customer: addressee.customerStripeId, remaining: facts.remaining },
      personal: { to: address, ...(facts.name === null ? {} : { subjectName: facts.name }) },
    })
    return { is: 'queued', letter }
  })

const recordRefusal = ({ db, clock }: Kernel, by: By, about: { invoiceStripeId: string; why: Refusal }) =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      action: 'invoice.reminded',
      outcome: 'refused',
      subject: { kind: 'invoice', id: about.invoiceStripeId },
      details: { why: about.why },
    }),
  )

const sendOne = async (kernel: Kernel, invoiceStripeId: string, sending: Sending): Promise<Reminded> => {
  const result = await readAddressee(kernel, invoiceStripeId, sending)
    .then((read) => ('why' in read ? refused(read.why) : write(kernel, read, sending)))
    .catch((error: unknown) => {
      if (error instanceof GatewayError && error.gateway === 'stripe') return refused('stripe-silent')
      throw error
    })
  if (result.is === 'refused') await recordRefusal(kernel, sending.by, { invoiceStripeId, why: result.why })
  return { invoiceStripeId, result }
}

/**
 * Writes letters for late invoices; each has its own result, and none is written for what was paid a moment ago. What is
 * queued is looked at again when it leaves.
 */
export const sendReminders = async (kernel: Kernel, by: By, asked: RemindInput): Promise<Reminded[]> => {
  const today = dayOf(toIso(kernel.clock.now()))
  const sending = { by, letter: asked.letter, conflicts: await listConflicts(kernel.db), today }
  const ids = [...new Set(asked.invoiceStripeIds)]
  const results: Reminded[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE)
    results.push(...(await Promise.all(some.map((id) => sendOne(kernel, id, sending)))))
  }
  return results
}
