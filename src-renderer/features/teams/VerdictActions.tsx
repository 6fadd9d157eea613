import type { Verification } from '@countersign/shared/features/teams'
import { useNavigate } from '@tanstack/react-router'
import { Copy, MessageSquareText, RotateCw, ShoppingCart, TicketPercent } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../components/Button.tsx'
import { Kbd } from '../../components/Kbd.tsx'
import { useCopy } from '../../components/use-copy.ts'
import { clockText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { replies } from '../../messages/replies.ts'
import { verify as words } from '../../messages/verify.ts'
import { evidenceText } from './evidence-rows.ts'
import s from './Verdict.module.css'

export interface VerdictActionsProps {
  readonly verification: Verification
  readonly isLive: boolean
  /** It was asked just now: the keyboard goes to what comes next. */
  readonly isFresh: boolean
  readonly onAskAgain: () => void
}

/** Asked with the keyboard or not, the next step has to be seen; the verdict's first line decides where to scroll. */
const RINGED: FocusOptions & { readonly focusVisible: true } = { focusVisible: true, preventScroll: true }

const useOpenTeam = ({ customerStripeId, teamId, ticket }: Verification): (() => void) | undefined => {
  const navigate = useNavigate()
  if (customerStripeId === null) return undefined
  return () =>
    void navigate({
      to: '/teams/$customerStripeId',
      params: { customerStripeId },
      search: { team: teamId, ticket },
    })
}

/** What can be given to a team that Stripe doesn't know; an approver decides. */
const GiveSharedCode = ({ verification, isLive }: Pick<VerdictActionsProps, 'verification' | 'isLive'>) => {
  const { teamId: team, ticket, strength } = verification
  const reason = useMissingPermission('approval.ask')
  if (strength !== 'unknown' || !isLive) return null
  return (
    <Button
      size="lg"
      icon={TicketPercent}
      reason={reason}
      onPress={() => (location.hash = deskPaths.sharedCode({ team, ticket }))}
    >
      {words.giveShared}
    </Button>
  )
}

/** Such a team can buy as well; nobody has to sign for that. */
const MakePurchaseLink = ({ verification, isLive }: Pick<VerdictActionsProps, 'verification' | 'isLive'>) => {
  const { teamId: team, ticket, strength } = verification
  const reason = useMissingPermission('link.make')
  if (strength !== 'unknown' || !isLive) return null
  return (
    <Button
      size="lg"
      icon={ShoppingCart}
      reason={reason}
      onPress={() => (location.hash = deskPaths.purchaseLink({ team, ticket }))}
    >
      {words.purchaseLink}
    </Button>
  )
}

/** One primary button: the team, or asking once more where Stripe could not be asked. */
export const VerdictActions = ({ verification, isLive, isFresh, onAskAgain }: VerdictActionsProps) => {
  const { strength, liveUntil } = verification
  const bar = useRef<HTMLDivElement>(null)
  const copy = useCopy()
  const openTeam = useOpenTeam(verification)
  const isProven = strength === 'proven' && isLive
  useEffect(() => {
    if (!isFresh) return
    bar.current?.parentElement?.scrollIntoView({ block: 'start' })
    bar.current?.querySelector('button')?.focus(RINGED)
  }, [isFresh])
  return (
    <div ref={bar} className={s['actions']}>
      {strength === 'unverified' && (
        <Button kind="primary" size="lg" icon={RotateCw} onPress={onAskAgain}>
          {words.retry}
        </Button>
      )}
      {openTeam && (
        <Button
          kind={isProven ? 'primary' : 'default'}
          size="lg"
          aside={isProven && isFresh ? <Kbd keys="enter" /> : undefined}
          onPress={openTeam}
        >
          {isProven ? words.openTeam : words.openReadOnly}
        </Button>
      )}
      <GiveSharedCode verification={verification} isLive={isLive} />
      <MakePurchaseLink verification={verification} isLive={isLive} />
      <Button
        size="lg"
        icon={MessageSquareText}
        keys="y"
        onPress={() => void copy(replies[strength](verification), words.replyWhat)}
      >
        {words.copyReply}
      </Button>
      <Button size="lg" icon={Copy} onPress={() => void copy(evidenceText(verification), words.evidenceWhat)}>
        {words.copyEvidence}
      </Button>
      <span className={s['until']}>
        {isProven && liveUntil !== null ? words.provenUntil(clockText(liveUntil)) : words.readOnly}
      </span>
    </div>
  )
}
