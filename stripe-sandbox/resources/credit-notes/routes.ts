import type { Stripe } from 'stripe'
import { checkSettled, followRemaining } from '../../billing/invoice-payments.ts'
import type { CreditNote } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { all, keyed, listOf, listPage, pageSize, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { CREDIT_NOTE_PARAMS, createCreditNote, type Params } from './create-credit-note.ts'

const update = ({ account }: Call, params: Stripe.CreditNoteUpdateParams, id: string): CreditNote => {
  const old = account.need('credit_note', id)
  return account.update(
    'credit_note',
    { ...old, memo: updated(params.memo, old.memo), metadata: mergeMetadata(old.metadata, params.metadata) },
    'credit_note.updated',
  )
}

/** Voiding asks for the money again, which only an open invoice can do. */
const voidNote = ({ account }: Call, id: string): CreditNote => {
  const note = account.need('credit_note', id)
  const invoice = account.need('invoice', note.invoice)
  if (note.status === 'void') throw invalidRequest('This credit note is already void.')
  if (invoice.status !== 'open')
    throw invalidRequest('You can only void a credit note of an open invoice.', { code: 'status_transition_invalid' })
  if (note.post_payment_amount > 0) throw notBuilt('voiding a credit note that was issued in part after payment')
  checkSettled(account, invoice, 'voiding a credit note')
  const restored = account.update(
    'invoice',
    {
      ...invoice,
      amount_due: invoice.amount_due + note.pre_payment_amount,
      amount_remaining: invoice.amount_remaining + note.pre_payment_amount,
      pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount - note.pre_payment_amount,
    },
    'invoice.updated',
  )
  followRemaining(account, restored)
  const voided = account.update('credit_note', { ...note, status: 'void', voided_at: account.now })
  account.emit('credit_note.voided', 'credit_note', voided)
  return voided
}

/** Worked out by issuing the note and taking everything back. */
const preview = ({ account }: Call, params: Params): Answer => account.dryRun(() => createCreditNote(account, params))

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'credit_note', operation, supports })

export const creditNoteRoutes: readonly Route[] = [
  route<Params>('POST', '/v1/credit_notes', {
    ...spec('create', CREDIT_NOTE_PARAMS),
    handle: ({ account }, params) => createCreditNote(account, params),
  }),
  route<Params>('GET', '/v1/credit_notes/preview', {
    ...spec('preview', CREDIT_NOTE_PARAMS),
    handle: preview,
  }),
  route<Stripe.CreditNoteListParams>('GET', '/v1/credit_notes', {
    ...spec('list', ['created', 'customer', 'ending_before', 'invoice', 'limit', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'credit_note',
        params,
        keys: [keyed('invoice', params.invoice), keyed('customer', params.customer)],
        where: (note) => all(same(params.invoice, note.invoice), same(params.customer, note.customer)),
      }),
  }),
  route('GET', '/v1/credit_notes/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('credit_note', id),
  }),
  route<Stripe.CreditNoteUpdateParams>('POST', '/v1/credit_notes/:id', {
    ...spec('update', ['memo', 'metadata']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('POST', '/v1/credit_notes/:id/void', {
    ...spec('void'),
    handle: (call, _params, [id = '']) => voidNote(call, id),
  }),
  route<Stripe.CreditNoteListLineItemsParams>('GET', '/v1/credit_notes/:id/lines', {
    ...spec('list lines', ['limit']),
    handle: ({ account, path }, params, [id = '']) => {
      const { data } = account.need('credit_note', id).lines
      const size = pageSize(params.limit)
      return listOf(path, data.slice(0, size), data.length > size)
    },
  }),
]
