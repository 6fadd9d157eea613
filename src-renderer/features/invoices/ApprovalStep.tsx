import type { RequestState } from '@countersign/shared/features/approvals'
import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { Button } from '../../components/Button.tsx'
import { FactList } from '../../components/FactList.tsx'
import { MoneyState, type MoneyProgress } from '../../components/MoneyState.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { approvals } from '../../messages/approvals.ts'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { ChainList } from './Chain.tsx'
import { StepFoot } from './StepFoot.tsx'
import type { StepProps } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.approval

type Request = NonNullable<ManualInvoice['request']>

const PROGRESS: Readonly<Record<RequestState, MoneyProgress>> = {
  requested: 'waiting',
  approved: 'approved',
  executing: 'sent',
  done: 'confirmed',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'expired',
  stale: 'stale',
  failed: 'failed',
  'needs-person': 'unknown',
}

const signedText = ({ approversNeeded, approvals: count }: Request): string =>
  approversNeeded === 0 ? words.noneNeeded : words.waits(count, approversNeeded)

const isBack = (state: RequestState): boolean =>
  state === 'rejected' || state === 'expired' || state === 'withdrawn' || state === 'stale' || state === 'failed'

const noticeOf = (state: RequestState): { readonly title?: string; readonly text: string } | null => {
  if (state === 'requested') return { text: words.nothingSent }
  if (state === 'approved' || state === 'executing') return { text: words.underWay }
  if (state === 'needs-person') return { text: words.unknown }
  return isBack(state) ? { title: words.back, text: words.backText } : null
}

const Standing = ({ request }: { readonly request: Request }) => {
  const notice = noticeOf(request.state)
  return (
    <div className={s['stack']}>
      <FactList
        facts={[
          {
            label: words.state,
            value: <MoneyState state={PROGRESS[request.state]} word={approvals.states[request.state]} />,
          },
          { label: words.title, value: signedText(request) },
          { label: words.askedBy, value: <Name>{request.requesterName}</Name> },
        ]}
      />
      {notice && (
        <Notice
          tone={request.state === 'needs-person' || isBack(request.state) ? 'money' : 'neutral'}
          {...(notice.title === undefined ? {} : { title: notice.title })}
          isLive
        >
          {notice.text}
        </Notice>
      )}
    </div>
  )
}

const openRequest = (id: string): void => {
  location.hash = deskPaths.approvals({ item: id, show: 'all' })
}

const Main = ({ work: { invoice, go } }: StepProps) => {
  const { request, state } = invoice
  const isWaiting = request !== null && !isBack(request.state) && state !== 'sent'
  const [text, press] = isWaiting
    ? [invoices.openRequest, () => openRequest(request.id)]
    : [words.toReview, () => go('review')]
  return (
    <Button kind="primary" size="lg" keys="mod+enter" onPress={press}>
      {text}
    </Button>
  )
}

/** Who was asked, how far it is, and that nothing is sent before the last signature. */
export const ApprovalStep = ({ work }: StepProps) => {
  const { request, chain, state } = work.invoice
  return (
    <>
      <div className={s['columns']}>
        <div className={s['left']}>
          <Panel title={words.title}>
            {request === null ? <p className="cs-dim">{words.notAsked}</p> : <Standing request={request} />}
          </Panel>
        </div>
        <div className={s['right']}>
          <Panel title={invoices.chain}>
            <ChainList chain={chain} now={work.now} />
          </Panel>
        </div>
      </div>
      <StepFoot
        work={work}
        step="approval"
        {...(state === 'sent' || state === 'ended' ? {} : { main: <Main work={work} /> })}
      />
    </>
  )
}
