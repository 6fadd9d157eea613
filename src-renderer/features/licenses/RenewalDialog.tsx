import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { dayText } from '../../lib/dates.ts'
import { moneyText } from '../../lib/money.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'
import { useOfferRenewal, useRenewalPrice } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.renewal

/** Writes down the accepted offer of a year of updates, at the policy's price. */
export const RenewalDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const [acceptedBy, setAcceptedBy] = useState('')
  const [billingEmail, setEmail] = useState('')
  const { data: price, error } = useRenewalPrice(id)
  const offer = useOfferRenewal(onClose)
  const missing =
    acceptedBy.trim() === '' || billingEmail.trim() === '' || !price ? messages.common.tooShort : undefined
  return (
    <Dialog label={words.title} onClose={onClose}>
      <form
        className={s['form']}
        onSubmit={(event) => {
          event.preventDefault()
          if (missing === undefined && !offer.isPending)
            offer.mutate({ id, acceptedBy: acceptedBy.trim(), billingEmail: billingEmail.trim() })
        }}
      >
        <h2>{words.title}</h2>
        {error !== null && <FailureProblem title={words.notPriced} error={error} />}
        {offer.error !== null && <FailureProblem title={words.failed} error={offer.error} />}
        {price && (
          <p>
            {words.price(moneyText(price.amount), price.percent)} {words.until(dayText(price.updatesAfter))}
          </p>
        )}
        <p className="cs-dim">{words.hint}</p>
        <TextInput
          data-autofocus
          label={words.acceptedBy}
          maxLength={200}
          value={acceptedBy}
          onChange={(event) => setAcceptedBy(event.currentTarget.value)}
        />
        <TextInput
          type="email"
          label={words.email}
          value={billingEmail}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <div className={s['tags']}>
          <Button kind="primary" size="lg" isSubmit isBusy={offer.isPending} reason={missing}>
            {words.action}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
