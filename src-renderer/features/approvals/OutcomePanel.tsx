import { type Difference, isOpen, type Outcome } from '@countersign/shared/features/approvals'
import type { ShownRequest } from './shown-request.ts'
import type { ReactNode } from 'react'
import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { approvals as words } from '../../messages/approvals.ts'
import { useCompared } from './RequestHead.tsx'

const { card } = words

const Differences = ({
  label,
  differences,
}: {
  readonly label: string
  readonly differences: readonly Difference[]
}) =>
  differences.length === 0 ? null : (
    <BeforeAfter
      label={label}
      heads={{ before: card.was, after: card.is }}
      rows={differences.map(({ what, was, now }, at) => ({
        id: `${at}`,
        label: what,
        before: was,
        after: now,
        isChanged: true,
      }))}
    />
  )

/** Before anybody signs for nothing: what moved since it was asked. */
export const MovedPanel = ({ request }: { readonly request: ShownRequest }) => {
  const { data } = useCompared(request)
  if (request.state !== 'requested' || !data || data.differences.length === 0) return null
  return (
    <>
      <Notice tone="money" title={card.moved} isLive>
        {card.movedNext}
      </Notice>
      <Panel title={card.difference} isFlush>
        <Differences label={card.difference} differences={data.differences} />
      </Panel>
    </>
  )
}

const moneyWords = (hasMoved: boolean): string => (hasMoved ? card.moneyMoved : card.moneyNot)

const doneText = (hasSteps: boolean) => (hasSteps ? card.endedDone : card.endedDoneHere)

interface Ended {
  readonly outcome: Outcome
  readonly hasSteps: boolean
  readonly isOver: boolean
}

const NoticeOf = ({ outcome, hasSteps, isOver }: Ended): ReactNode => {
  if (outcome.kind === 'done') return <Notice tone="proof">{doneText(hasSteps)}</Notice>
  if (outcome.kind === 'stale') return <Notice tone="money">{card.endedStale}</Notice>
  if (outcome.kind === 'failed') {
    return (
      <Notice tone="danger" title={card.endedFailed(outcome.step)}>
        {outcome.text} {moneyWords(outcome.hasMoneyMoved)}
      </Notice>
    )
  }
  if (outcome.kind === 'needs-person') {
    return (
      <Notice tone="money" title={card.endedPerson(outcome.step)}>
        {outcome.text} {outcome.hasMoneyMoved ? card.moneyMoved : card.moneyUnknown}
      </Notice>
    )
  }
  if (outcome.kind === 'void') {
    const title = isOver ? card.voidEnded : card.voidWaits(words.states[outcome.as])
    return (
      <Notice tone={isOver ? 'neutral' : 'money'} title={title}>
        {card.voidWhy}
      </Notice>
    )
  }
  return (
    <Notice tone="danger" title={card.endedRefused}>
      {outcome.text} {card.moneyNot}
    </Notice>
  )
}

/** Beside what nobody can prove: what was said about it and still waits for a signature. */
const Resolutions = ({ request: { resolutions } }: { readonly request: ShownRequest }) =>
  resolutions.map(({ id, title }) => (
    <p key={id}>
      {card.wordWaits}{' '}
      <a className="cs-link" href={deskPaths.approvals({ item: id })}>
        {title}
      </a>
    </p>
  ))

const Ways = ({ request: { replacesId, replacedById } }: { readonly request: ShownRequest }) => {
  const ways = [
    { label: card.replaces, id: replacesId },
    { label: card.replaced, id: replacedById },
  ]
  return ways.map(({ label, id }) =>
    id === null ? null : (
      <p key={label}>
        {label}{' '}
        <a className="cs-link cs-mono" href={deskPaths.approvals({ item: id })}>
          …{id.slice(-8)}
        </a>
      </p>
    ),
  )
}

/** How it ended, with what moved and whether money did; and the requests before and after it. */
export const OutcomePanel = ({ request }: { readonly request: ShownRequest }) => {
  const { outcome, replacesId, replacedById, state, steps } = request
  if (outcome === null && replacesId === null && replacedById === null) return null
  return (
    <>
      {outcome && <NoticeOf outcome={outcome} hasSteps={steps.length > 0} isOver={!isOpen(state)} />}
      {outcome?.kind === 'stale' && (
        <Panel title={card.difference} isFlush>
          <Differences label={card.difference} differences={outcome.differences} />
        </Panel>
      )}
      {outcome?.kind === 'done' && outcome.surprises.length > 0 && (
        <Panel title={card.surprises} isFlush>
          <Differences label={card.surprises} differences={outcome.surprises} />
        </Panel>
      )}
      <Resolutions request={request} />
      <Ways request={request} />
    </>
  )
}
