import type { TicketCase } from '@countersign/shared/features/cases'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { ObjectColumns } from '../../components/ObjectColumns.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { cases as words } from '../../messages/cases.ts'
import { desk } from '../../messages/desk.ts'
import { caseName } from './case-looks.ts'
import { CaseFacts } from './CaseFacts.tsx'
import { CaseTimeline } from './CaseTimeline.tsx'
import type { CaseDeeds } from './use-case.ts'
import type { CaseAction } from './use-case-actions.ts'
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
        <StateTag>{closedAt === null ? words.open : words.closed}</StateTag>
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

/** A sentence that stays with the case: a note, or how it ended. */
const Dialogs = ({ ticketCase, deeds }: Pick<CaseViewProps, 'ticketCase' | 'deeds'>) => {
  const { dialog, dismiss } = deeds
  if (dialog === undefined) return null
  const { isPending, error, send } = deeds[dialog]
  const { failed, ...said } = dialog === 'note' ? words.note : words.close
  const title = dialog === 'note' ? words.note.title : words.close.titleFor(ticketCase.ticket)
  return (
    <WordsDialog
      title={title}
      label={said.label}
      hint={said.hint}
      action={said.action}
      text={dialog === 'note' ? '' : words.close.usual}
      isBusy={isPending}
      failure={error === null ? null : { title: failed, error }}
      onSend={send}
      onClose={dismiss}
    />
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
