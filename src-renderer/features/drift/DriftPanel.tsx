import type { DriftFinding } from '@countersign/shared/features/drift'
import { useState } from 'react'
import { BeforeAfter } from '../../components/BeforeAfter.tsx'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { drift as words } from '../../messages/drift.ts'
import { AcceptDialog } from './AcceptDialog.tsx'
import { SEVERITY_TONES, STATE_TONES } from './drift-columns.tsx'
import { RepairPart } from './RepairPart.tsx'
import { useDriftHistory, useReopen } from './use-drift.ts'
import s from './Drift.module.css'

const { facts: labels } = words

const idFact = (label: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ label, value: <CopyId value={value} what={label} /> }]

const timeFact = (label: string, at: string | null): readonly Fact[] =>
  at === null ? [] : [{ label, value: timeText(at) }]

const factsOf = (finding: DriftFinding): readonly Fact[] => {
  const { subjectId, teamId, customerStripeId, accepted } = finding
  return [
    ...idFact(labels.of, subjectId),
    ...idFact(labels.team, teamId === subjectId ? null : teamId),
    ...idFact(labels.customer, customerStripeId === subjectId ? null : customerStripeId),
    ...timeFact(labels.first, finding.firstSeenAt),
    ...timeFact(labels.last, finding.lastSeenAt),
    ...timeFact(labels.ended, finding.endedAt),
    ...timeFact(labels.repairAsked, finding.repairAskedAt),
    ...(accepted === null
      ? []
      : [
          {
            label: labels.accepted,
            value: labels.acceptedText(accepted.by, timeText(accepted.until), accepted.reason),
          },
        ]),
  ]
}

const History = ({ id, explanation }: Pick<DriftFinding, 'id' | 'explanation'>) => {
  const history = useDriftHistory(id)
  if (history.error !== null) return <FailureProblem title={words.historyNotRead} error={history.error} />
  return (
    <>
      <h3 className={s['subtitle']}>{words.history}</h3>
      <ol aria-label={words.history} className={s['history']}>
        {(history.data?.events ?? []).map(({ sequence, kind, who, text, at }) => (
          <li key={sequence}>
            <b>{words.events[kind]}</b> {who !== null && words.by(who)} {timeText(at)}
            {text !== explanation && `: ${text}`}
          </li>
        ))}
      </ol>
    </>
  )
}

const Actions = ({ finding }: { readonly finding: DriftFinding }) => {
  const { id, state, customerStripeId, teamId } = finding
  const [isAccepting, setAccepting] = useState(false)
  const reason = useMissingPermission('drift.manage')
  const reopen = useReopen()
  return (
    <div className={s['buttons']}>
      {(state === 'open' || state === 'accepted') && (
        <Button reason={reason} onPress={() => setAccepting(true)}>
          {words.accept}
        </Button>
      )}
      {state === 'accepted' && (
        <Button reason={reason} isBusy={reopen.isPending} onPress={() => reopen.mutate({ id })}>
          {words.reopen}
        </Button>
      )}
      {customerStripeId !== null && (
        <Button onPress={() => (location.hash = deskPaths.team({ customerStripeId, team: teamId }))}>
          {words.openTeam}
        </Button>
      )}
      {reopen.error !== null && <FailureProblem title={words.notReopened} error={reopen.error} />}
      {isAccepting && <AcceptDialog id={id} onClose={() => setAccepting(false)} />}
    </div>
  )
}

/** One difference: the sentence, both sides, what sets it right, and what became of it. */
export const DriftPanel = ({ finding }: { readonly finding: DriftFinding }) => {
  const { kind, severity, state, explanation, heads, sides } = finding
  return (
    <>
      <h2 className={s['title']}>{words.kinds[kind]}</h2>
      <div className={s['buttons']}>
        <StateTag tone={SEVERITY_TONES[severity]} title={words.severityTitles[severity]}>
          {words.severities[severity]}
        </StateTag>
        <StateTag tone={STATE_TONES[state]}>{words.states[state]}</StateTag>
      </div>
      <p className={s['words']}>{explanation}</p>
      {sides.length > 0 && (
        <BeforeAfter
          label={words.sides}
          heads={{ before: heads.there, after: heads.here }}
          rows={sides.map(({ field, there, here }) => ({
            id: field,
            label: field,
            before: there ?? words.nothing,
            after: here ?? words.nothing,
            isChanged: true,
          }))}
        />
      )}
      <RepairPart finding={finding} />
      <Actions finding={finding} />
      <FactList facts={factsOf(finding)} />
      <History id={finding.id} explanation={explanation} />
    </>
  )
}
