import { askPermission } from '@countersign/shared/features/action-kinds'
import type { ShownRequest } from './shown-request.ts'
import { PenLine } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { desktop } from '../../lib/desktop.ts'
import { failureOf } from '../../lib/failure.ts'
import { moneyText } from '../../lib/money.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { approvals } from '../../messages/approvals.ts'
import { type Possible, possibleWith } from './action-rules.ts'
import type { Viewer } from './list-rules.ts'
import { EmptyLine, Signatures } from './Signatures.tsx'
import type { Deeds } from './use-deeds.ts'
import s from './RequestCard.module.css'

const { sign: words } = approvals

export interface SignFootProps {
  readonly request: ShownRequest
  readonly deeds: Deeds
  readonly viewer: Viewer
  readonly env: Env
}

const shortHash = (hash: string): string => `sha-256 ${hash.slice(0, 8)} … ${hash.slice(-4)}`

/** The browser's key doesn't count for what two decide, nor for power. */
const notHere = ({ isDesktopOnly }: ShownRequest): string | undefined =>
  isDesktopOnly && desktop === null ? words.desktopOnly : undefined

const Others = ({ request, deeds, can }: SignFootProps & { readonly can: Possible }) => {
  const asking = useMissingPermission('approval.ask')
  const askingAgain = useMissingPermission(askPermission(request.kind))
  const first = request.requesterName.split(' ')[0] ?? request.requesterName
  return (
    <>
      {can.ask && (
        <Button kind="quiet" keys="q" onPress={() => deeds.open('ask')}>
          {words.ask(first)}
        </Button>
      )}
      {can.answer && (
        <Button kind="primary" keys="q" onPress={() => deeds.open('answer')}>
          {words.answer}
        </Button>
      )}
      <Button kind="quiet" keys="m" onPress={() => deeds.open('comment')}>
        {words.comment}
      </Button>
      {can.decide && (
        <Button kind="danger" keys="r" reason={notHere(request)} onPress={() => deeds.open('reject')}>
          {words.reject}
        </Button>
      )}
      {can.withdraw && (
        <Button keys="w" onPress={() => deeds.open('withdraw')}>
          {words.withdraw}
        </Button>
      )}
      {can.again && (
        <Button kind="primary" keys="n" reason={askingAgain} onPress={() => deeds.open('again')}>
          {words.again}
        </Button>
      )}
      {can.resolve && (
        <Button kind="primary" keys="o" reason={asking} onPress={() => deeds.open('resolve')}>
          {words.resolve}
        </Button>
      )}
    </>
  )
}

/** Until the card itself tells how it goes on. */
const Outcome = ({ request: { state }, deeds: { decide, signed } }: Pick<SignFootProps, 'deeds' | 'request'>) => {
  if (signed !== undefined && (signed === state || state === 'requested')) {
    return (
      <Notice tone="proof" isLive>
        {words.signed(approvals.states[signed])}
      </Notice>
    )
  }
  if (!decide.error) return null
  const { code } = failureOf(decide.error)
  if (code === 'SIGNING_CANCELLED') return <Notice isLive>{words.cancelled}</Notice>
  const toKeys = code === 'KEY_NOT_ENROLLED' || code === 'APPROVER_KEY_MISSING' || code === 'APPROVER_KEY_NOT_KEPT'
  return (
    <FailureProblem
      title={words.failed}
      error={decide.error}
      money={{ moved: 'none' }}
      {...(toKeys
        ? {
            actions: (
              <a className="cs-link" href={deskPaths.settings('key')}>
                {words.keyPage}
              </a>
            ),
          }
        : {})}
    />
  )
}

/** The line to sign on: the amount on the button, the reason on the line where there is no button. */
const OwnLine = ({ request, deeds, env, can }: SignFootProps & { readonly can: Possible }) => {
  if (!can.decide) return <EmptyLine>{can.mayNot ?? words.open}</EmptyLine>
  const elsewhere = notHere(request)
  const press = () => (desktop ? deeds.decide.mutate({ decision: 'approve', comment: null }) : deeds.open('approve'))
  return (
    <div className={s['sign']}>
      <div className={s['buttons']}>
        <Button
          kind="primary"
          size="lg"
          icon={PenLine}
          keys="a"
          env={env}
          isBusy={deeds.decide.isPending}
          reason={elsewhere}
          onPress={press}
        >
          {request.given === null ? words.approve : words.approveAmount(moneyText(request.given))}
        </Button>
      </div>
      {elsewhere !== undefined && <span>{approvals.card.desktopOnly}</span>}
    </div>
  )
}

/** What exactly is signed, by whom so far, and the line that is free. */
export const SignFoot = (props: SignFootProps) => {
  const { request, deeds, viewer } = props
  const can = possibleWith(request, viewer)
  return (
    <footer className={s['foot']} aria-label={words.region}>
      <div className={s['exactly']}>
        <span>{words.exactly}</span>
        <CopyId value={request.payloadHash} what={words.hash} short={shortHash(request.payloadHash)} />
        <Button kind="quiet" size="sm" onPress={() => deeds.open('fields')}>
          {words.fields}
        </Button>
        <span className={s['actions']}>
          <Others {...props} can={can} />
        </span>
      </div>
      <Outcome request={request} deeds={deeds} />
      <Signatures request={request} own={<OwnLine {...props} can={can} />} />
    </footer>
  )
}
