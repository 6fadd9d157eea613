import type { VerificationLine } from '@countersign/shared/features/teams'
import { DAY_MS, MINUTE_MS } from '@countersign/shared/times'
import { Icon } from '../../components/Icon.tsx'
import { Name } from '../../components/Name.tsx'
import { proofIcons, proofTones } from '../../components/proof-looks.ts'
import { toneClass } from '../../components/tone.ts'
import { ageText, shortDayText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { verify as words } from '../../messages/verify.ts'
import s from './TicketList.module.css'

export interface TicketListProps {
  readonly title: string
  readonly lines: readonly VerificationLine[]
  readonly now: string
  readonly currentId: string | undefined
  /** `who` names the colleague, `team` the customer. */
  readonly shows: 'who' | 'team'
  readonly empty: string
}

const whenText = (at: string, now: string): string => {
  const ageMs = Date.parse(now) - Date.parse(at)
  if (ageMs < MINUTE_MS) return words.justNow
  return ageMs < DAY_MS ? ageText(at, now) : shortDayText(at, now)
}

const Line = ({
  line,
  now,
  currentId,
  shows,
}: Omit<TicketListProps, 'title' | 'lines' | 'empty'> & { readonly line: VerificationLine }) => (
  <li>
    <a
      className={s['line']}
      href={deskPaths.verification(line.id)}
      aria-current={line.id === currentId ? 'true' : undefined}
    >
      <Icon of={proofIcons[line.strength]} size={14} className={toneClass(proofTones[line.strength])} />
      <Name isCut className={s['name']}>
        {shows === 'who' ? line.staffName : (line.customerName ?? line.teamId)}
      </Name>
      <time className={s['when']} dateTime={line.at}>
        {whenText(line.at, now)}
      </time>
      <span className={s['detail']}>
        <bdi className="cs-mono">{line.ticket}</bdi> {words.strengths[line.strength].toLowerCase()}
      </span>
    </a>
  </li>
)

/** Verdicts in a column, the newest first; each opens again as it was recorded. */
export const TicketList = ({ title, lines, empty, ...rest }: TicketListProps) => (
  <section aria-label={title}>
    <h2 className={s['title']}>{title}</h2>
    {lines.length === 0 ? (
      <p className="cs-xs cs-faint">{empty}</p>
    ) : (
      <ul className={s['list']}>
        {lines.map((line) => (
          <Line key={line.id} line={line} {...rest} />
        ))}
      </ul>
    )}
  </section>
)
