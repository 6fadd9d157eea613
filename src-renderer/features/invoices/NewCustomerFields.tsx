import { TextInput } from '@mantine/core'
import { wizard } from '../../messages/invoice-wizard.ts'
import { type CustomerDraft, customerDraftOf, readCustomer } from './draft-rules.ts'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.customer

const draftOf = ({ typed, keep, invoice }: Work): CustomerDraft => {
  if (typed.customer) return typed.customer
  const { customer } = keep.choices
  if (customer?.kind === 'new') return customerDraftOf(customer)
  const { customerName: name, billingEmail: email, address } = invoice.quote
  return customerDraftOf({ name, email, address })
}

const FIELDS = ['name', 'email', 'line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const
const HINTS: Partial<Record<keyof CustomerDraft, string>> = { country: words.countryHint }

/** A customer to be made; it begins as the quote says. */
export const NewCustomerFields = ({ work }: StepProps) => {
  const draft = draftOf(work)
  const change = (part: Partial<CustomerDraft>) => {
    const next = { ...draft, ...part }
    work.type({ customer: next })
    const read = readCustomer(next)
    if (read.is === 'read') work.keep.change({ customer: read.value })
  }
  return (
    <div className={s['fields']}>
      {FIELDS.map((name) => (
        <TextInput
          key={name}
          label={words[name]}
          {...(HINTS[name] === undefined ? {} : { placeholder: HINTS[name] })}
          autoComplete="off"
          dir="auto"
          value={draft[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  )
}
