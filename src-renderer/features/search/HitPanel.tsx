import type { SearchHit } from '@countersign/shared/features/search'
import { Shield, Users } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList, type Fact } from '../../components/FactList.tsx'
import { Icon } from '../../components/Icon.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { Name } from '../../components/Name.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { search as words } from '../../messages/search.ts'
import { hitIcons } from './hit-looks.ts'
import s from './TeamsPanel.module.css'

const idFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} /> }]

const factsOf = (hit: SearchHit): readonly Fact[] => {
  const { facts, matched } = words.page
  return [
    { label: facts.kind, value: words.kinds[hit.kind] },
    { label: matched, value: words.matched[hit.matched] },
    ...(hit.detail === '' ? [] : [{ label: facts.detail, value: <Name>{hit.detail}</Name> }]),
    ...idFact(facts.team, hit.teamId),
    ...idFact(facts.customer, hit.customerStripeId),
    ...(hit.objectStripeId === hit.customerStripeId ? [] : idFact(facts.object, hit.objectStripeId)),
  ]
}

/** What the mirror knows of it. Nothing is asked of Stripe, and nothing is opened, until somebody opens it. */
export const HitPanel = ({ hit, onOpen }: { readonly hit: SearchHit; readonly onOpen: () => void }) => (
  <>
    <h2 className={s['title']}>
      <Icon of={hitIcons[hit.kind]} />
      <Name>{hit.title}</Name>
    </h2>
    <FactList facts={factsOf(hit)} />
    <div className={s['buttons']}>
      <Button
        kind="primary"
        icon={Users}
        aside={<Kbd keys="enter" />}
        reason={hit.customerStripeId === null ? words.noCustomer : undefined}
        onPress={onOpen}
      >
        {words.page.open}
      </Button>
      {hit.teamId !== null && (
        <Button icon={Shield} onPress={() => (location.hash = deskPaths.verify({ team: hit.teamId }))}>
          {words.page.verify}
        </Button>
      )}
    </div>
    <p className="cs-xs cs-faint">{words.page.notOpened}</p>
  </>
)
