import type { CustomerCandidate } from '@countersign/shared/features/invoice-work'
import { Radio } from '@mantine/core'
import { CopyId } from '../../components/CopyId.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { currencyCode } from '../../lib/money.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import s from './Wizard.module.css'

const words = wizard.customer

const TONES: Readonly<Record<CustomerCandidate['strength'], Tone>> = {
  proven: 'proof',
  email: 'money',
  name: 'neutral',
  'other-team': 'danger',
}

export interface CandidateRowProps {
  readonly candidate: CustomerCandidate
}

/** One customer at Stripe: how sure it is that it is the one, and why. */
export const CandidateRow = ({ candidate }: CandidateRowProps) => {
  const { customerStripeId, name, email, teamIds, currency, strength, words: why, mayChoose } = candidate
  const about = [email ?? words.noEmail, words.teams(teamIds), ...(currency === null ? [] : [currencyCode(currency)])]
  return (
    <div className={s['candidate']} data-off={!mayChoose || undefined}>
      <Radio
        value={customerStripeId}
        disabled={!mayChoose}
        label={<Name>{name ?? words.unnamed}</Name>}
        description={
          <>
            <bdi>{about.join(' · ')}</bdi>
            <br />
            {why}
          </>
        }
      />
      <span className={s['candidateEnd']}>
        <StateTag tone={TONES[strength]}>{words.strengths[strength]}</StateTag>
        <CopyId value={customerStripeId} what={wizard.steps.customer} />
      </span>
    </div>
  )
}
