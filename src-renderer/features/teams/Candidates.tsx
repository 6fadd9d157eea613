import type { Candidate, Verification } from '@countersign/shared/features/teams'
import { CopyId } from '../../components/CopyId.tsx'
import { EvidenceResult } from '../../components/EvidenceResult.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { currencyCode } from '../../lib/money.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { verify as words } from '../../messages/verify.ts'
import s from './Verdict.module.css'

export interface CandidatesProps {
  readonly verification: Verification
}

const Row = ({ candidate, verification }: CandidatesProps & { readonly candidate: Candidate }) => {
  const { customerStripeId, name, email, currency, carriesClaim } = candidate
  const { teamId, ticket } = verification
  const shown = name ?? email ?? customerStripeId
  return (
    <li className={s['candidate']}>
      <span className={s['who']}>
        <Name isCut className="cs-med">
          {name ?? words.noName}
        </Name>
        <span className="cs-xs cs-faint cs-cut">
          <bdi>{email}</bdi>
          {currency !== null && `${email === null ? '' : ', '}${currencyCode(currency)}`}
        </span>
      </span>
      <CopyId value={customerStripeId} what={words.candidates} />
      <span className={s['carries']}>{carriesClaim && <EvidenceResult outcome="exact" word={words.carries} />}</span>
      <a className="cs-link cs-xs" href={deskPaths.team({ customerStripeId, team: teamId, ticket })}>
        {words.openReadOnly}
        <span className="cs-sr">, {shown}</span>
      </a>
    </li>
  )
}

/** More than one may be meant: each can be looked at, none can be changed. */
export const Candidates = ({ verification }: CandidatesProps) => {
  const { candidates, strength } = verification
  if (strength === 'proven' || candidates.length < 2) return null
  return (
    <Panel title={strength === 'ambiguous' ? words.candidates : words.candidatesOther} isFlush>
      <ul>
        {candidates.map((candidate) => (
          <Row key={candidate.customerStripeId} candidate={candidate} verification={verification} />
        ))}
      </ul>
    </Panel>
  )
}
