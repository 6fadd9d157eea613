import { Fragment } from 'react'
import type { Strength, Verification } from '@countersign/shared/features/teams'
import { classNames } from '../../components/class-names.ts'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { proofIcons } from '../../components/proof-looks.ts'
import { verify as words } from '../../messages/verify.ts'
import s from './Verdict.module.css'

const LOOKS: Record<Strength, string> = {
  proven: 'proof',
  ambiguous: 'money',
  weak: 'money',
  conflict: 'danger',
  unknown: 'open',
  unverified: 'open',
}

const STRIPE_ID = /\b([a-z]{2,8}_[A-Za-z0-9_]{6,})/

/** Ids stand out in the companion's sentence, in the letters of ids. */
const Sentence = ({ reason, teamId }: Pick<Verification, 'reason' | 'teamId'>) =>
  reason.split(teamId).map((part, at) => (
    <Fragment key={`${at}-${part}`}>
      {at > 0 && <bdi className="cs-mono">{teamId}</bdi>}
      {part.split(STRIPE_ID).map((piece, place) =>
        place % 2 === 1 ? (
          <bdi key={piece} className="cs-mono">
            {piece}
          </bdi>
        ) : (
          piece
        ),
      )}
    </Fragment>
  ))

/** The answer: one word in its colour, the sentence why, the customer, and what to do now. */
export const VerdictHead = ({ verification }: { readonly verification: Verification }) => {
  const { strength, reason, wayOut, teamId, customerName } = verification
  return (
    <div className={classNames(s['head'], s[LOOKS[strength]])}>
      <span className={s['seal']}>
        <Icon of={proofIcons[strength]} size={20} />
      </span>
      <div className={s['answer']}>
        <h2 className={s['word']}>{words.strengths[strength]}</h2>
        <p className={s['sentence']}>
          <Sentence reason={reason} teamId={teamId} />
        </p>
        {customerName !== null && (
          <p className={s['sentence']}>
            <Name className="cs-med">{customerName}</Name>
          </p>
        )}
        {strength !== 'proven' && <p className={s['way']}>{wayOut}</p>}
      </div>
    </div>
  )
}
