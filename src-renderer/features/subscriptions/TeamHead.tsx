import type { Subscription, TeamPage } from '@countersign/shared/features/subscriptions'
import { CopyId } from '../../components/CopyId.tsx'
import { Name } from '../../components/Name.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { dayText } from '../../lib/dates.ts'
import { team as words } from '../../messages/team.ts'
import { valueOf } from './part-rules.ts'
import { leading, standingOf, statusTone } from './standing-rules.ts'
import { TeamFigures } from './TeamFigures.tsx'
import { customerText, planText, rhythmText } from './texts.ts'

const planLine = (rows: readonly Subscription[]): string => {
  const led = leading(rows)
  const [only] = led
  if (!only) return ''
  const since = words.since(dayText(led.map(({ startedAt }) => startedAt).toSorted()[0] ?? only.startedAt))
  if (led.length > 1) return [words.several(led.length), since].join(', ')
  const end = only.cancelAt === null ? [] : [words.ends(dayText(only.cancelAt))]
  return [planText(only), rhythmText(only), since, ...end].join(', ')
}

const Standing = ({ rows }: { readonly rows: readonly Subscription[] }) => {
  const status = standingOf(rows)
  const paused = leading(rows).some(({ pause }) => pause !== null)
  return (
    <>
      <StateTag tone={statusTone(status)} title={leading(rows)[0]?.explanation}>
        {words.statuses[status]}
      </StateTag>
      {paused && <StateTag tone="money">{words.statuses.paused}</StateTag>}
      <span>{planLine(rows)}</span>
    </>
  )
}

/** Who, in what state, since when, and the money. */
export const TeamHead = ({ page }: { readonly page: TeamPage }) => {
  const customer = valueOf(page.customer)
  const rows = valueOf(page.subscriptions)
  return (
    <PageHead
      title={customerText(customer, customer ? words.noName : page.customerStripeId)}
      hasTabs
      end={<TeamFigures page={page} />}
    >
      {page.teamId === '' ? (
        <span className="cs-faint">{words.noTeamId}</span>
      ) : (
        <CopyId value={page.teamId} what={words.teamId} />
      )}
      {rows && <Standing rows={rows} />}
      {page.supportPriority !== null && <span className="cs-faint">{words.priority(page.supportPriority)}</span>}
      {customer?.email && customer.name && (
        <Name isCut className="cs-faint">
          {customer.email}
        </Name>
      )}
    </PageHead>
  )
}
