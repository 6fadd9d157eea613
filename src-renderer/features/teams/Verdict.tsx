import type { Verification } from '@countersign/shared/features/teams'
import { EvidenceTable } from '../../components/EvidenceTable.tsx'
import { Notice } from '../../components/Notice.tsx'
import { clockText, leftText, timeText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { verify as words } from '../../messages/verify.ts'
import { Candidates } from './Candidates.tsx'
import { PickTeam } from './PickTeam.tsx'
import { evidenceRows } from './evidence-rows.ts'
import { VerdictActions } from './VerdictActions.tsx'
import { VerdictHead } from './VerdictHead.tsx'
import s from './Verdict.module.css'

export interface VerdictProps {
  readonly verification: Verification
  /** The fields name another team or ticket by now. */
  readonly isOutdated: boolean
  readonly isFresh: boolean
  readonly onAskAgain: () => void
}

const Foot = ({ verification, left }: { readonly verification: Verification; readonly left: string | undefined }) => {
  const { id, ticket, liveUntil } = verification
  return (
    <>
      <span title={words.keptTitle}>
        {words.kept} <span className="cs-mono">{id}</span>, {words.keptHow}
      </span>
      <a className="cs-link" href={deskPaths.ticketCase(ticket)}>
        {words.openCase}
      </a>
      {liveUntil !== null && (
        <span>
          {left === undefined ? words.ended(timeText(liveUntil)) : <b>{words.liveUntil(clockText(liveUntil))}</b>}
          {left !== undefined && `, ${left}`}
        </span>
      )}
    </>
  )
}

/** The verdict with everything that it rests on. */
export const Verdict = ({ verification, isOutdated, isFresh, onAskAgain }: VerdictProps) => {
  const now = useNow()
  const { liveUntil, notices, ticket, teamId, strength } = verification
  const left = liveUntil === null ? undefined : leftText(liveUntil, now)
  const hasEnded = strength === 'proven' && left === undefined
  const rows = evidenceRows(verification)
  return (
    <div className={s['verdict']} data-outdated={isOutdated || undefined}>
      {isOutdated && (
        <Notice tone="money" title={words.changedTitle}>
          {words.changedText(ticket, teamId)}
        </Notice>
      )}
      <VerdictHead verification={verification} />
      {hasEnded && (
        <Notice tone="money" title={words.endedNotice}>
          {words.endedNext}
        </Notice>
      )}
      {rows.length > 0 && (
        <EvidenceTable label={words.evidence} rows={rows} foot={<Foot verification={verification} left={left} />} />
      )}
      {notices.map((notice) => (
        <Notice key={notice} tone="money">
          {notice}
        </Notice>
      ))}
      <Candidates verification={verification} />
      {strength === 'ambiguous' && !isOutdated && <PickTeam verification={verification} />}
      <VerdictActions
        verification={verification}
        isLive={!hasEnded && !isOutdated}
        isFresh={isFresh}
        onAskAgain={onAskAgain}
      />
    </div>
  )
}
