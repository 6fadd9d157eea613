import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { CopyId } from './CopyId.tsx'
import { FactList, type Fact } from './FactList.tsx'
import { Icon } from './Icon.tsx'
import { classNames } from './class-names.ts'
import s from './Problem.module.css'

export interface ProblemProps {
  readonly title: string
  /** `asking`: the outcome is not known yet and is being asked for. */
  readonly kind?: 'failed' | 'asking'
  readonly what: ReactNode
  /** Left out only where no money could have moved, as on a page for reading. */
  readonly money?: { readonly moved: 'none' | 'maybe' | 'moved'; readonly detail?: ReactNode }
  readonly next: ReactNode
  readonly errorId?: string | undefined
  /** Buttons */
  readonly actions?: ReactNode
}

const moneyFact = ({ moved, detail }: NonNullable<ProblemProps['money']>): Fact => ({
  label: messages.problem.money,
  value: (
    <>
      <b>{messages.problem.moneyWords[moved]}</b> {detail}
    </>
  ),
})

/** What happened, whether money moved, what to do next, and an id to copy. Read out at once. */
export const Problem = ({ title, kind = 'failed', what, money, next, errorId, actions }: ProblemProps) => (
  <section className={classNames(s['problem'], s[kind])} role={kind === 'failed' ? 'alert' : 'status'}>
    <div className={s['title']}>
      <Icon of={kind === 'failed' ? TriangleAlert : RotateCw} />
      {title}
    </div>
    <div className={s['body']}>
      <FactList
        labels="short"
        facts={[
          { label: messages.problem.what, value: what },
          ...(money ? [moneyFact(money)] : []),
          { label: messages.problem.next, value: next },
        ]}
      />
    </div>
    {(actions !== undefined || errorId !== undefined) && (
      <div className={s['foot']}>
        {actions}
        {errorId !== undefined && <CopyId value={errorId} what={messages.problem.errorId} isBoxed />}
      </div>
    )}
  </section>
)
