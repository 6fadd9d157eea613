import type { Verification } from '@countersign/shared/features/teams'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useConnection } from '../../lib/connection.ts'
import { failureOf } from '../../lib/failure.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { health } from '../../messages/health.ts'
import { verify as words } from '../../messages/verify.ts'
import { AskForm } from './AskForm.tsx'
import { isOutdated } from './draft-rules.ts'
import { MyVerifications, OtherTickets } from './Tickets.tsx'
import { useVerify, type Verify } from './use-verify.ts'
import { clearDraft, useVerifyDraft } from './verify-draft.ts'
import { Verdict } from './Verdict.tsx'
import s from './VerifyPanel.module.css'

export interface VerifyPanelProps {
  readonly verification: Verification | undefined
  /** The verdict that the address names could not be read. */
  readonly readError: unknown
  readonly isReading: boolean
  readonly onVerdict: (id: string | undefined) => void
}

const useReason = (): string | undefined => {
  const missing = useMissingPermission('team.verify')
  const isLost = useConnection(({ lostAt }) => lostAt !== null)
  return missing ?? (isLost ? health.offline.reason : undefined)
}

interface AnswerProps extends Pick<VerifyPanelProps, 'verification' | 'readError' | 'isReading'> {
  readonly verify: Verify
  readonly isFresh: boolean
}

const NotAsked = ({ onAsk }: { readonly onAsk: () => void }) => (
  <Empty title={words.notAsked} actions={<Button onPress={onAsk}>{words.ask}</Button>}>
    {words.notAskedWhy}
  </Empty>
)

/** One thing at a time: while Stripe is asked, no older verdict stands there to be taken for the new one. */
const Answer = ({ verify, verification, readError, isReading, isFresh }: AnswerProps) => {
  const draft = useVerifyDraft()
  if (verify.isAsking) return <Skeleton label={words.asking} rows={6} />
  if (verify.failure !== undefined) {
    // The sign-in lies over the page by now; what is left to say is what did not happen.
    if (failureOf(verify.failure).code === 'SIGN_IN_REQUIRED') return <NotAsked onAsk={verify.ask} />
    return <FailureProblem title={words.failed} error={verify.failure} money={{ moved: 'none' }} onRetry={verify.ask} />
  }
  if (readError) return <FailureProblem title={words.notRead} error={readError} />
  if (!verification) {
    return isReading ? <Skeleton rows={6} /> : <Empty title={words.start.title}>{words.start.text}</Empty>
  }
  return (
    <Verdict
      key={verification.id}
      verification={verification}
      isOutdated={isOutdated(draft, verification)}
      isFresh={isFresh}
      onAskAgain={verify.ask}
    />
  )
}

/** The question on the left, the answer in the middle, what was answered before on the right. */
export const VerifyPanel = ({ verification, readError, isReading, onVerdict }: VerifyPanelProps) => {
  const [freshId, setFreshId] = useState<string>()
  const reason = useReason()
  const trpc = useTRPC()
  const mine = useQuery(trpc.teams.mine.queryOptions())
  const verify = useVerify((id) => {
    setFreshId(id)
    onVerdict(id)
  })
  const clear = () => {
    clearDraft()
    verify.reset()
    onVerdict(undefined)
  }
  return (
    <div className={s['columns']}>
      <section className={s['ask']}>
        <AskForm
          errors={verify.errors}
          isAsking={verify.isAsking}
          hasAsked={verification !== undefined && !verify.isAsking}
          reason={reason}
          onAsk={verify.ask}
          onClear={clear}
        >
          {verification && <OtherTickets verification={verification} />}
        </AskForm>
      </section>
      <section className={s['answer']} aria-label={words.verdict} aria-busy={verify.isAsking}>
        <Answer
          verify={verify}
          verification={verification}
          readError={readError}
          isReading={isReading}
          isFresh={verification?.id === freshId && freshId !== undefined}
        />
      </section>
      <aside className={s['before']} aria-label={words.mine}>
        <MyVerifications lines={mine.data} currentId={verification?.id} />
      </aside>
    </div>
  )
}
