import type { Grant } from '@countersign/shared/features/coupons'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { grantState } from './grant-state.ts'
import { ShownCode } from './ShownCode.tsx'
import s from './Coupons.module.css'

const { facts: labels, columns } = words

const idFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} /> }]

const redeemer = ({ redeemedByTeamId, redeemedByCustomerStripeId }: Grant) => {
  if (redeemedByTeamId !== null) return <Name>{redeemedByTeamId}</Name>
  return redeemedByCustomerStripeId === null ? labels.unknownRedeemer : labels.redeemedByNobody
}

const redemptionFacts = (grant: Grant): readonly Fact[] =>
  grant.redeemedAt === null
    ? []
    : [
        { label: labels.redeemed, value: timeText(grant.redeemedAt) },
        { label: labels.redeemedBy, value: redeemer(grant) },
      ]

const factsOf = (grant: Grant): readonly Fact[] => [
  ...idFact(labels.team, grant.teamId),
  ...idFact(labels.customer, grant.customerStripeId),
  { label: columns.value, value: <Money value={grant.value} /> },
  { label: columns.open, value: <Money value={grant.open} /> },
  { label: columns.reason, value: grant.reasonLabel },
  ...(grant.ticket === null ? [] : [{ label: columns.ticket, value: <Name>{grant.ticket}</Name> }]),
  { label: labels.name, value: <Name>{grant.couponName}</Name> },
  ...(grant.redeemBy === null ? [] : [{ label: columns.expires, value: dayText(grant.redeemBy) }]),
  ...redemptionFacts(grant),
  { label: labels.by, value: <Name>{grant.grantedBy}</Name> },
  { label: columns.granted, value: timeText(grant.grantedAt) },
  ...idFact(labels.coupon, grant.couponStripeId),
  ...idFact(labels.code, grant.promotionCodeStripeId),
  ...(grant.checkedAt === null ? [] : [{ label: labels.checked, value: timeText(grant.checkedAt) }]),
]

export interface GrantPanelProps {
  readonly grant: Grant
  readonly now: string
}

/** One coupon that was given: what became of it, and its code for whoever may see it. */
export const GrantPanel = ({ grant, now }: GrantPanelProps) => {
  const { text, tone } = grantState(grant, now)
  const { customerStripeId, teamId, ticket, marks } = grant
  return (
    <>
      <h2 className={s['title']}>
        <Name>{grant.subjectName ?? teamId}</Name>
      </h2>
      <div className={s['tags']}>
        <StateTag tone={tone}>{text}</StateTag>
        <StateTag>{words.kinds[grant.kind]}</StateTag>
      </div>
      {marks.includes('redeemed-by-other') && (
        <Notice tone="danger" title={words.otherTitle}>
          {words.other(teamId)}
        </Notice>
      )}
      {marks.includes('never-set-up') && <Notice tone="money">{words.neverSetUp}</Notice>}
      {grant.promotionCodeStripeId !== null && <ShownCode key={grant.id} grant={grant} />}
      <FactList facts={factsOf(grant)} />
      <div className={s['buttons']}>
        {customerStripeId !== null && (
          <Button onPress={() => (location.hash = deskPaths.team({ customerStripeId, team: teamId, ticket }))}>
            {words.openTeam}
          </Button>
        )}
        <Button kind="quiet" onPress={() => (location.hash = deskPaths.approvals({ item: grant.id, show: 'all' }))}>
          {words.openRequest}
        </Button>
      </div>
    </>
  )
}
