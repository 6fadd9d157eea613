import { isOpen, type RequestLine } from '@countersign/shared/features/approvals'
import { HOUR_MS } from '@countersign/shared/times'
import { classNames } from '../../components/class-names.ts'
import { Icon } from '../../components/Icon.tsx'
import { Money } from '../../components/Money.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Name } from '../../components/Name.tsx'
import { ageText, leftText } from '../../lib/dates.ts'
import { approvals as words } from '../../messages/approvals.ts'
import { kindIcon } from './kind-icons.ts'
import s from './RequestList.module.css'

export interface RequestItemProps {
  readonly line: RequestLine
  readonly now: string
  readonly isChosen: boolean
  readonly isOwn: boolean
  readonly onChoose: () => void
}

export const itemId = (id: string): string => `request-${id}`

const SOON_MS = 8 * HOUR_MS

const isSoon = (expiresAt: string, now: string): boolean => Date.parse(expiresAt) - Date.parse(now) < SOON_MS

const Waiting = ({ line, now, isOwn }: Omit<RequestItemProps, 'onChoose' | 'isChosen'>) => {
  const left = leftText(line.expiresAt, now)
  return (
    <>
      <span className={s['line']}>
        <Name isCut>{isOwn ? (line.subjectName ?? '') : line.requesterName}</Name>
        <span className={s['fixed']}>{ageText(line.createdAt, now)}</span>
        {left !== undefined && (
          <span className={classNames(s['end'], isSoon(line.expiresAt, now) && 'cs-money')}>
            {words.list.left(left)}
          </span>
        )}
      </span>
      {isOwn && line.mayNotBecause !== null && <span className={s['why']}>{line.mayNotBecause}</span>}
      {line.waitsFor === 'requester' && <span className={s['why']}>{words.list.question}</span>}
    </>
  )
}

const Subject = ({ line, isOwn }: Pick<RequestItemProps, 'line' | 'isOwn'>) =>
  isOwn && line.state === 'requested' ? null : (
    <span className={s['line']}>
      <Name isCut>{line.subjectName ?? line.teamId ?? ''}</Name>
      {line.state === 'requested' ? (
        <span className={s['end']}>{words.list.of(line.approvals, line.approversNeeded)}</span>
      ) : (
        <span className={s['end']}>
          <MoneyState state={words.progress[line.state]} word={words.states[line.state]} />
        </span>
      )}
    </span>
  )

/** One request in three lines: what and how much, for whom, by whom and how long it still waits. */
export const RequestItem = (props: RequestItemProps) => {
  const { line, isChosen, isOwn, onChoose } = props
  const isPast = !isOpen(line.state)
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the list has the keyboard, a row has none
    <div
      id={itemId(line.id)}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <option> can't hold three lines
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={classNames(s['item'], isChosen && s['chosen'], isPast && s['past'], isOwn && s['own'])}
      onClick={onChoose}
    >
      <Icon of={kindIcon(line.kind)} className={s['icon']} />
      <span className={s['body']}>
        <span className={s['line']}>
          <Name isCut className={isPast ? '' : 'cs-strong'}>
            {line.title}
          </Name>
          {line.given !== null && (
            <span className={classNames(s['end'], s['amount'])}>
              <Money value={line.given} />
            </span>
          )}
        </span>
        <Subject line={line} isOwn={isOwn} />
        {line.state === 'requested' && <Waiting {...props} />}
      </span>
    </div>
  )
}
