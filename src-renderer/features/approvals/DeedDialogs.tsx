import type { ShownRequest } from './shown-request.ts'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Confirm } from '../../components/Confirm.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { moneyText } from '../../lib/money.ts'
import { useMe } from '../../lib/use-me.ts'
import { approvals } from '../../messages/approvals.ts'
import { messages } from '../../messages/index.ts'
import { ResolveDialog } from './ResolveDialog.tsx'
import type { Deed, Deeds } from './use-deeds.ts'
import s from './RequestCard.module.css'

const { sign, words } = approvals

export interface DeedDialogsProps {
  readonly request: ShownRequest
  readonly deeds: Deeds
  readonly env: Env
}

/** Everything that the hashes cover, as it is hashed. */
const Fields = ({ request, deeds }: DeedDialogsProps) => {
  const { kind, teamId, customerStripeId, payload, facts, policyVersion, payloadHash, factsHash, companionId } = request
  const covered = {
    companion: companionId,
    request: request.id,
    policyVersion,
    payloadHash,
    factsHash,
    content: { kind, teamId, customerStripeId, payload },
    facts,
  }
  return (
    <Dialog label={sign.fieldsTitle} onClose={deeds.close}>
      <div className={s['form']}>
        <h2>{sign.fieldsTitle}</h2>
        <p className="cs-dim">{sign.fieldsLead}</p>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also for whoever has no mouse */}
        <pre className={s['fields']} tabIndex={0} aria-label={sign.fieldsTitle}>
          <code>{JSON.stringify(covered, null, 2)}</code>
        </pre>
        <div>
          <Button size="lg" onPress={deeds.close}>
            {messages.common.close}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** A browser has no dialog of the system's: the desk asks once more itself. */
const ApproveInBrowser = ({ request, deeds, env }: DeedDialogsProps) => {
  const who = useMe()?.staff.name ?? ''
  const { given, title } = request
  return (
    <Confirm
      title={sign.confirmTitle(title)}
      action={given === null ? sign.approve : sign.approveAmount(moneyText(given))}
      env={env}
      isBusy={deeds.decide.isPending}
      onConfirm={() => deeds.decide.mutate({ decision: 'approve', comment: null })}
      onClose={deeds.close}
    >
      {sign.confirmText(who, sign.browserKey)}
    </Confirm>
  )
}

const Withdraw = ({ request, deeds }: DeedDialogsProps) => (
  <Confirm
    title={words.withdrawTitle}
    action={sign.withdraw}
    kind="danger"
    isBusy={deeds.withdraw.isPending}
    onConfirm={() => deeds.withdraw.mutate({ id: request.id })}
    onClose={deeds.close}
  >
    {words.withdrawText}
  </Confirm>
)

const Resolve = ({ request: { id, outcome }, deeds }: DeedDialogsProps) =>
  outcome?.kind === 'needs-person' ? (
    <ResolveDialog unproven={{ requestId: id, step: outcome.step }} onAsked={deeds.goTo} onClose={deeds.close} />
  ) : null

const failureIn = (error: unknown) => (error === null ? null : { title: sign.failedTitle, error })

const saying = ({ comment, close }: Deeds) => ({
  label: words.saying,
  isBusy: comment.isPending,
  failure: failureIn(comment.error),
  onClose: close,
})

const DIALOGS: Readonly<Record<Deed, (props: DeedDialogsProps) => ReactNode>> = {
  approve: ApproveInBrowser,
  fields: Fields,
  withdraw: Withdraw,
  resolve: Resolve,
  reject: ({ deeds }) => (
    <WordsDialog
      title={words.rejectTitle}
      hint={words.rejectHint}
      action={words.rejectAction}
      kind="danger"
      isBusy={deeds.decide.isPending}
      label={words.reason}
      failure={null}
      onSend={(comment) => deeds.decide.mutate({ decision: 'reject', comment })}
      onClose={deeds.close}
    />
  ),
  ask: ({ request, deeds }) => (
    <WordsDialog
      title={words.askTitle(request.requesterName)}
      hint={words.askHint}
      action={words.askAction}
      onSend={(text) => deeds.say('question', text)}
      {...saying(deeds)}
    />
  ),
  answer: ({ deeds }) => (
    <WordsDialog
      title={words.answerTitle}
      hint={words.answerHint}
      action={words.answerAction}
      onSend={(text) => deeds.say('answer', text)}
      {...saying(deeds)}
    />
  ),
  comment: ({ deeds }) => (
    <WordsDialog
      title={words.commentTitle}
      hint={words.commentHint}
      action={words.commentAction}
      onSend={(text) => deeds.say('comment', text)}
      {...saying(deeds)}
    />
  ),
  again: ({ request, deeds }) => (
    <WordsDialog
      title={words.againTitle}
      hint={words.againHint}
      action={words.againAction}
      text={request.reason}
      isBusy={deeds.renew.isPending}
      label={words.reason}
      failure={failureIn(deeds.renew.error)}
      onSend={deeds.again}
      onClose={deeds.close}
    />
  ),
}

/** What lies over the card while a deed is being written. */
export const DeedDialogs = (props: DeedDialogsProps) => {
  const { deed } = props.deeds
  if (deed === undefined) return null
  const Shown = DIALOGS[deed]
  return <Shown {...props} />
}
