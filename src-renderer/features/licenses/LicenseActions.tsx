import type { License } from '@countersign/shared/features/license-desk'
import { Ban, Clock, FileKey, KeyRound, Pause, Play, RefreshCw, UserRound, Users } from 'lucide-react'
import { useState } from 'react'
import { ActionGroup } from '../../components/ActionGroup.tsx'
import { ActionRow } from '../../components/ActionRow.tsx'
import type { IconShape } from '../../components/Icon.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { licenses } from '../../messages/licenses.ts'
import type { AskKind } from './ask-draft-rules.ts'
import { AskDialog } from './AskDialog.tsx'
import { KeyDialog } from './KeyDialog.tsx'
import { RenewalDialog } from './RenewalDialog.tsx'
import { useResume } from './use-licenses.ts'

const words = licenses.actions

type Open = AskKind | 'key' | 'renew' | 'resume'

interface ActsProps {
  readonly license: License
  readonly onOpen: (open: Open) => void
}

/** Why each can't be done; undefined where it can. */
const useReasons = (license: License) => {
  const issue = useMissingPermission('license.issue')
  const support = useMissingPermission('license.support')
  const isRevoked = license.state === 'revoked' ? words.isRevoked : undefined
  const mayIssue = issue ?? isRevoked
  const maySupport = support ?? isRevoked
  const unless = (isFit: boolean, why: string) => (isFit ? undefined : why)
  return {
    mayIssue,
    maySupport,
    mayRenew: mayIssue ?? unless(license.updatesUntil !== null, words.notPerpetual),
    mayExtend: maySupport ?? unless(license.extendedUntil === null, words.isExtended),
    mayAdd: maySupport ?? unless(license.source !== 'item', words.onlyWord),
    maySuspend: maySupport ?? unless(!license.isSuspendedByHand, words.isSuspended),
    mayResume: mayIssue ?? unless(license.isSuspendedByHand, words.isNotSuspended),
  }
}

const openTeam = ({ customerStripeId, teamId }: License): void => {
  if (customerStripeId !== null) location.hash = deskPaths.team({ customerStripeId, team: teamId })
}

const Acts = ({ license, onOpen }: ActsProps) => {
  const may = useReasons(license)
  const offline = license.source === 'word' ? { need: words.approval } : {}
  const asked = (kind: AskKind, label: string, { icon, reason }: { icon: IconShape; reason: string | undefined }) => (
    <ActionRow icon={icon} label={label} need={words.approval} reason={reason} onRun={() => onOpen(kind)} />
  )
  return (
    <ActionGroup title={words.title}>
      <ActionRow icon={KeyRound} label={words.key} keys="k" reason={may.mayIssue} onRun={() => onOpen('key')} />
      <ActionRow
        icon={FileKey}
        label={words.offline}
        keys="o"
        {...offline}
        reason={may.mayIssue}
        onRun={() => onOpen('license.offline')}
      />
      <ActionRow icon={RefreshCw} label={words.renew} reason={may.mayRenew} onRun={() => onOpen('renew')} />
      {asked('license.extend', words.extend, { icon: Clock, reason: may.mayExtend })}
      {asked('license.seats', words.seats, { icon: Users, reason: may.mayAdd })}
      {asked('license.suspend', words.suspend, { icon: Pause, reason: may.maySuspend })}
      <ActionRow icon={Play} label={words.resume} reason={may.mayResume} onRun={() => onOpen('resume')} />
      {asked('license.revoke', words.revoke, { icon: Ban, reason: may.maySupport })}
      {license.customerStripeId !== null && (
        <ActionRow icon={UserRound} label={words.team} keys="t" onRun={() => openTeam(license)} />
      )}
    </ActionGroup>
  )
}

const ResumeDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const resume = useResume(onClose)
  return (
    <WordsDialog
      title={licenses.resume.title}
      label={licenses.makeKey.reason}
      hint={licenses.resume.hint}
      action={licenses.resume.action}
      isBusy={resume.isPending}
      failure={resume.error === null ? null : { title: licenses.resume.failed, error: resume.error }}
      onSend={(reason) => resume.mutate({ id, reason })}
      onClose={onClose}
    />
  )
}

interface LicenseActionsProps {
  readonly license: License
  readonly onAsked: (requestId: string) => void
}

/** What can be done with a license; what needs a word says so. */
export const LicenseActions = ({ license, onAsked }: LicenseActionsProps) => {
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const { id } = license
  return (
    <>
      <Acts license={license} onOpen={setOpen} />
      {open === 'key' && <KeyDialog license={license} onClose={close} />}
      {open === 'renew' && <RenewalDialog id={id} onClose={close} />}
      {open === 'resume' && <ResumeDialog id={id} onClose={close} />}
      {open !== undefined && open !== 'key' && open !== 'renew' && open !== 'resume' && (
        <AskDialog kind={open} license={license} onAsked={onAsked} onClose={close} />
      )}
    </>
  )
}
