import type { Link, OpenedLink } from '@countersign/shared/features/links'
import { CircleX, Copy, ExternalLink } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { useOpenLink, useOpenReason } from '../../components/use-open-link.ts'
import { timeText } from '../../lib/dates.ts'
import { links as words } from '../../messages/links.ts'
import { LinkState, whatText } from './link-texts.tsx'
import { SendLink } from './SendLink.tsx'
import { useCloseLink } from './use-links.ts'
import s from './Links.module.css'

const { facts: labels } = words

const textFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <Name>{value}</Name> }]

const timeFact = (label: string, at: string | null): readonly Fact[] =>
  at === null ? [] : [{ label, value: timeText(at) }]

const factsOf = (link: Link): readonly Fact[] => [
  { label: labels.state, value: <LinkState link={link} /> },
  { label: labels.what, value: <Name>{whatText(link)}</Name> },
  ...(link.total === null ? [] : [{ label: labels.total, value: <Money value={link.total} /> }]),
  ...(link.state === 'open' ? timeFact(labels.until, link.expiresAt) : []),
  ...timeFact(labels.completed, link.completedAt),
  ...(link.subscriptionStripeId === null
    ? []
    : [
        {
          label: labels.subscription,
          value: <CopyId value={link.subscriptionStripeId} what={labels.subscription} />,
        },
      ]),
  ...textFact(labels.problem, link.problem),
  ...textFact(labels.ticket, link.ticket),
  ...textFact(labels.by, link.madeBy),
  ...textFact(labels.sentTo, link.sentTo),
]

interface WaysProps {
  readonly id: string
  readonly url: string
}

/** While the link works: hand it over, look at it, or take it back. */
const LinkWays = ({ id, url }: WaysProps) => {
  const copy = useCopy()
  const open = useOpenLink()
  const reasonOf = useOpenReason()
  const close = useCloseLink()
  return (
    <>
      <div className={s['buttons']}>
        <Button kind="primary" icon={Copy} keys="mod+shift+c" onPress={() => void copy(url, words.copyWhat)}>
          {words.copy}
        </Button>
        <Button icon={ExternalLink} reason={reasonOf(url)} onPress={() => open(url, words.openWhat)}>
          {words.open}
        </Button>
        <Button icon={CircleX} kind="quiet" isBusy={close.isPending} onPress={() => close.mutate({ id })}>
          {words.close}
        </Button>
      </div>
      {close.error && <FailureProblem title={words.closeFailed} error={close.error} />}
    </>
  )
}

export interface LinkPanelProps {
  readonly opened: OpenedLink
  /** Whom to mail it to; for a buyer whom Stripe doesn't know the person may say otherwise. */
  readonly email: string
  readonly hasMailServer: boolean
}

/** One link: how it stands, and what can be done with it. */
export const LinkPanel = ({ opened: { link, url }, email, hasMailServer }: LinkPanelProps) => (
  <Panel title={words.panel}>
    <div className={s['stack']}>
      <FactList labels="long" facts={factsOf(link)} />
      {link.kind === 'checkout' && !link.hasReference && <Notice>{words.noReference}</Notice>}
      {url !== null && (
        <>
          <LinkWays key={link.id} id={link.id} url={url} />
          <SendLink
            key={`send-${link.id}`}
            id={link.id}
            email={email}
            isFixed={link.customerStripeId !== null}
            hasMailServer={hasMailServer}
          />
        </>
      )}
    </div>
  </Panel>
)
