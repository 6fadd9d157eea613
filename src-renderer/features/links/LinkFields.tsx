import { MOST_LINK_QUANTITY } from '@countersign/shared/features/links'
import type { Offer } from '@countersign/shared/features/subscription-work'
import { Select, TextInput } from '@mantine/core'
import { links as words } from '../../messages/links.ts'
import { isEmail, type LinkDraft, planChoices, readQuantity } from './draft-rules.ts'

export interface LinkFieldsProps {
  readonly draft: LinkDraft
  readonly offers: readonly Offer[]
  /** A known customer is billed at the address that Stripe has. */
  readonly hasEmail: boolean
  readonly onChange: (part: Partial<LinkDraft>) => void
}

const quantityError = (text: string): string | undefined =>
  text !== '' && readQuantity(text) === null ? words.quantityWrong(MOST_LINK_QUANTITY) : undefined

export const LinkFields = ({ draft, offers, hasEmail, onChange }: LinkFieldsProps) => (
  <>
    <Select
      label={words.plan}
      searchable
      data={planChoices(offers)}
      value={draft.priceStripeId}
      onChange={(priceStripeId) => onChange({ priceStripeId })}
    />
    <TextInput
      label={words.quantity}
      inputMode="numeric"
      autoComplete="off"
      value={draft.quantity}
      error={quantityError(draft.quantity)}
      onChange={(event) => onChange({ quantity: event.currentTarget.value })}
    />
    {hasEmail && (
      <TextInput
        label={words.email}
        description={words.emailHint}
        type="email"
        autoComplete="off"
        maxLength={320}
        value={draft.email}
        error={draft.email !== '' && !isEmail(draft.email) ? words.emailWrong : undefined}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
    )}
  </>
)
