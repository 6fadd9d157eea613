import type { TicketCase } from '@countersign/shared/features/cases'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { cases as words } from '../../messages/cases.ts'
import { desk } from '../../messages/desk.ts'
import { caseName } from './case-looks.ts'
import { CaseFacts } from './CaseFacts.tsx'
import { CaseTimeline } from './CaseTimeline.tsx'
import { CaseWords } from './CaseWords.tsx'
import type { CaseDeeds } from './use-case.ts'
import { type CaseAction, closingReplyOf } from './use-case-actions.ts'
import s from './Cases.module.css'

export interface CaseViewProps {
  readonly ticketCase: TicketCase
  readonly now: string
  readonly deeds: CaseDeeds
  readonly actions: readonly CaseAction[]
}

const Head = ({ ticketCase }: Pick<CaseViewProps, 'ticketCase'>) => {
  const { ticket, ticketUrl, closedAt } = ticketCase
  return (
    <PageHead title={caseName(ticketCase)} size="lg" crumbs={[{ label: desk.pages.cases, href: deskPaths.cases() }]}>
      <span className={s['sub']}>
        <StateTag tone={closedAt === null ? 'proof' : 'neutral'}>
          {closedAt === null ? words.open : words.closed}
        </StateTag>
        {ticketUrl === null ? (
          <bdi className="cs-mono">{ticket}</bdi>
        ) : (
          <a className="cs-link cs-mono" href={ticketUrl} target="_blank" rel="noreferrer">
            <bdi>{ticket}</bdi>
          </a>
        )}
      </span>
    </PageHead>
  )
}

const Actions = ({ actions }: Pick<CaseViewProps, 'actions'>) =>
  (['here', 'copy'] as const).map((group) => (
    <ActionGroup key={group} title={words.actions[group]}>
      {actions
        .filter((action) => action.group === group)
        .map(({ id, icon, label, keys, reason, run }) => (
          <ActionRow
            key={id}
            icon={icon}
            label={label}
            {...(keys === undefined ? {} : { keys })}
            reason={reason}
            onRun={run}
          />
        ))}
    </ActionGroup>
  ))

const Dialogs = ({ ticketCase, deeds }: Pick<CaseViewProps, 'ticketCase' | 'deeds'>) => {
  const copy = useCopy()
  if (deeds.dialog === 'note') {
    const { isPending, error, send } = deeds.note
    return <CaseWords words={words.note} isBusy={isPending} error={error} onSend={send} onClose={deeds.dismiss} />
  }
  if (deeds.dialog !== 'close') return null
  const { isPending, error, send } = deeds.close
  return (
    <CaseWords
      words={{ ...words.close, title: words.close.title(ticketCase.ticket) }}
      text={words.close.usual}
      isBusy={isPending}
      error={error}
      onSend={send}
      onClose={deeds.dismiss}
    >
      <Button size="lg" onPress={() => void copy(closingReplyOf(ticketCase), words.actions.replyWhat)}>
        {words.close.copyReply}
      </Button>
    </CaseWords>
  )
}

/** One ticket in work: who, what happened, what can be done. */
export const CaseView = ({ ticketCase, now, deeds, actions }: CaseViewProps) => (
  <>
    <Head ticketCase={ticketCase} />
    {deeds.take.error !== null && (
      <div className={s['problem']}>
        <FailureProblem title={words.takeFailed} error={deeds.take.error} money={{ moved: 'none' }} />
      </div>
    )}
    <ObjectColumns
      facts={{ label: words.facts.region, content: <CaseFacts ticketCase={ticketCase} /> }}
      main={{ label: words.timeline.name, content: <CaseTimeline ticketCase={ticketCase} now={now} /> }}
      actions={{ label: words.actions.region, content: <Actions actions={actions} /> }}
    />
    <Dialogs ticketCase={ticketCase} deeds={deeds} />
  </>
)
