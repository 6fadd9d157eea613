import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Dialog } from '../../components/Dialog.tsx'
import { EvidenceTable } from '../../components/EvidenceTable.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useShortcuts } from '../../components/use-shortcuts.ts'
import { evidenceRows } from '../../features/teams/evidence-rows.ts'
import { VerdictHead } from '../../features/teams/VerdictHead.tsx'
import { clockText } from '../../lib/dates.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { common } from '../../messages/words.ts'
import { proof } from '../../messages/proof.ts'
import { team as words } from '../../messages/team.ts'
import { verify } from '../../messages/verify.ts'
import s from './team-page.module.css'

export interface TeamEvidenceProps {
  readonly verificationId: string
  readonly onClose: () => void
}

const Whole = ({ verificationId }: Pick<TeamEvidenceProps, 'verificationId'>) => {
  const trpc = useTRPC()
  const verification = useQuery(trpc.teams.verification.queryOptions({ id: verificationId }))
  if (verification.error) {
    return (
      <FailureProblem
        title={words.proof.notRead}
        error={verification.error}
        onRetry={() => void verification.refetch()}
        isRetrying={verification.isFetching}
      />
    )
  }
  if (!verification.data) return <Skeleton rows={5} />
  const { notices, at, asked } = verification.data
  return (
    <>
      <VerdictHead verification={verification.data} />
      <EvidenceTable
        label={proof.evidence}
        rows={evidenceRows(verification.data)}
        foot={verify.asked(clockText(at), asked.objects, asked.durationMs)}
      />
      {notices.map((notice) => (
        <Notice key={notice} tone="money">
          {notice}
        </Notice>
      ))}
    </>
  )
}

/** What a verdict rests on, as it was recorded. The key that opened it closes it, too. */
export const TeamEvidence = ({ verificationId, onClose }: TeamEvidenceProps) => {
  useShortcuts([{ keys: 'e', label: common.close, isInDialog: true, run: onClose }])
  return (
    <Dialog label={words.proof.sheet} onClose={onClose}>
      <div className={s['sheet']} data-autofocus tabIndex={-1}>
        <div className={s['close']}>
          <IconButton icon={X} label={common.close} onPress={onClose} />
        </div>
        <Whole verificationId={verificationId} />
      </div>
    </Dialog>
  )
}
