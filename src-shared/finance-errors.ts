import { entry, type ErrorEntry } from './error-entry.ts'

/** What quotes, invoices by hand, receivables and links refuse; part of the one catalogue. */
export const FINANCE_ERRORS = {
  QUOTE_KNOWN: entry(409, 'A quote with that reference is here already.', 'Open that one, or use its own reference.'),
  QUOTE_KNOWN_ELSEWHERE: entry(
    409,
    'A quote with that reference is here from another source.',
    'Open that one, or say that this is another quote.',
  ),
  QUOTE_INVOICED: entry(
    409,
    'That quote was invoiced, so it stands as it was accepted.',
    'Record what is new under a reference of its own.',
  ),
  QUOTE_WITHDRAWN: entry(409, 'That quote was withdrawn.', 'Take the withdrawal back first.'),
  QUOTE_MOVED: entry(409, 'Somebody changed that quote meanwhile.', 'Read it again, then make your change.'),
  QUOTE_AMOUNT_WRONG: entry(
    400,
    'The amounts of that quote can’t be invoiced.',
    'Read which line it is and correct its amount.',
  ),
  ATTACHMENT_REFUSED: entry(
    400,
    'That file can’t be kept with a quote.',
    'Attach a PDF, PNG, JPEG, mail or plain text file of at most 10 MB, five at most.',
  ),
  UPLOAD_INCOMPLETE: entry(409, 'That file did not arrive as a whole.', 'Choose the file again.'),
  IMPORT_REFUSED: entry(400, 'Nothing can be read from that file.', 'Read why, mend the file, and import it again.'),
  IMPORT_RUNNING: entry(409, 'An import of quotes is under way.', 'Wait for it, or cancel it.'),
  LINKS_NOT_SET_UP: entry(
    409,
    'No page is set that customers return to.',
    'An administrator names one in the companion’s settings.',
  ),
  LINKS_TOO_MANY: entry(429, 'You have made many links within the hour.', 'Wait a while, or ask a colleague.'),
  LINK_NOT_OPEN: entry(409, 'That link can’t be used any more.', 'Make a new one.'),
  BILLING_EMAIL_MISSING: entry(409, 'Stripe has no billing e-mail for this customer.', 'Enter it under who is billed.'),
  LINK_ONLY_TO_BILLING_EMAIL: entry(
    409,
    'Stripe knows this customer, so that their link is mailed to the billing e-mail only.',
    'Mail it there, or copy it for the person who was proven.',
  ),
  INVOICE_GONE: entry(404, 'Stripe doesn’t know that invoice any more.', 'Refresh the list and look again.'),
  PAID_DAY_TO_COME: entry(400, 'That day is still to come.', 'Name the day on which the money arrived.'),
  CREDIT_NOTE_TOO_MUCH: entry(
    409,
    'A credit note can’t take more than is left.',
    'Credit at most what is left of the invoice.',
  ),
  CREDIT_NOTE_PAID_PART: entry(
    409,
    'Where the paid part goes doesn’t fit the invoice.',
    'Say where for a paid invoice; an open one just owes less.',
  ),
  STATEMENT_TOO_LONG: entry(
    409,
    'That customer has too many invoices for one statement.',
    'Export them from Stripe instead.',
  ),
  INVOICE_REPEATED: entry(
    409,
    'This quote was invoiced already, itself or under another source.',
    'Open that invoice, or say why there is another.',
  ),
  INVOICE_CHANGED: entry(
    409,
    'Somebody else changed this invoice meanwhile.',
    'Look at what they changed, then save again: what you entered is still here.',
  ),
  INVOICE_IN_WORK: entry(409, 'That can’t be done with the invoice as it stands.', 'Wait for what is under way.'),
  INVOICE_FINALISED: entry(
    409,
    'Stripe has finalised that invoice: it is no draft any more.',
    'Look at how it stands. Where it was wrong, void it.',
  ),
  INVOICE_NOT_READY: entry(409, 'Something has to be done before.', 'Do what is named, then try again.'),
  INVOICE_MEMO_INVALID: entry(400, 'That memo can’t go on the invoice.', 'Cite the quote, in at most 500 characters.'),
  INVOICE_LINES_INVALID: entry(400, 'Those lines can’t be invoiced.', 'Correct what is named.'),
  INVOICE_METHOD_UNSUPPORTED: entry(400, 'Stripe doesn’t take that for this invoice.', 'Choose another way to pay.'),
  CUSTOMER_GONE: entry(409, 'That customer isn’t at Stripe any more.', 'Choose another, or have a new one made.'),
  CUSTOMER_KNOWN: entry(409, 'The team has a customer at Stripe already.', 'Choose that one under the customer.'),
  CUSTOMER_OF_OTHER_TEAM: entry(
    409,
    'That customer carries another team’s id.',
    'Choose the team’s own, or have a new one made.',
  ),
  FULFILMENT_UNFIT: entry(409, 'That doesn’t fulfil this task.', 'Read why, and name what does.'),
} as const satisfies Record<string, ErrorEntry>
