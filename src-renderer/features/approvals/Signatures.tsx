import type { ShownRequest } from './shown-request.ts'
import type { ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'
import { Name } from '../../components/Name.tsx'
import { clockText, dayText } from '../../lib/dates.ts'
import { approvals } from '../../messages/approvals.ts'
import { openSignatures } from './action-rules.ts'
import s from './RequestCard.module.css'

const { sign: words } = approvals

const stamp = (iso: string): string => `${dayText(iso)}, ${clockText(iso)}`

interface LineProps {
  readonly who: string
  readonly isOpen?: boolean
  readonly children: ReactNode
}

const Line = ({ who, isOpen = false, children }: LineProps) => (
  <div className={classNames(s['sign'], isOpen && s['open'])}>
    <span className={s['who']}>{who === '' ? ' ' : <Name>{who}</Name>}</span>
    {children}
  </div>
)

export interface SignaturesProps {
  readonly request: ShownRequest
  /** What stands on the first empty line: the button, or why there is none. */
  readonly own: ReactNode
}

/** Who asked and who gave their word, each on a line, as on paper; an empty line for each word that is missing. */
export const Signatures = ({ request, own }: SignaturesProps) => {
  const empty = openSignatures(request)
  return (
    <div className={s['signs']}>
      <Line who={request.requesterName}>
        <span>{words.askedAt(stamp(request.createdAt))}</span>
      </Line>
      {request.decisions.map(({ staffId, staffName, decision, comment, keyId, place, at }) => (
        <Line key={staffId} who={staffName}>
          <span>{decision === 'approve' ? words.signedAt(stamp(at)) : words.rejectedAt(stamp(at))}</span>
          <span>
            {words.key(keyId)}, {words.places[place]}
          </span>
          {comment !== null && <span dir="auto">{comment}</span>}
        </Line>
      ))}
      {empty > 0 && own}
      {Array.from({ length: Math.max(0, empty - 1) }, (_, at) => (
        <Line key={at} who="" isOpen>
          <span>{words.open}</span>
        </Line>
      ))}
    </div>
  )
}

/** The first empty line, without a button on it. */
export const EmptyLine = ({ children }: { readonly children: ReactNode }) => (
  <Line who="" isOpen>
    {children}
  </Line>
)
