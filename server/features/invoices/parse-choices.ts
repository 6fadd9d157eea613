import { type InvoiceChoices, invoiceChoicesSchema } from '@countersign/shared/features/invoice-work'

/** What finance chose, as it is kept. */
export const parseChoices = ({ choices }: { readonly choices: string }): InvoiceChoices =>
  invoiceChoicesSchema.parse(JSON.parse(choices))
