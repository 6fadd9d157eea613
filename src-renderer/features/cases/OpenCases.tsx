import type { CaseLine } from '@countersign/shared/features/cases'
import { useQuery } from '@tanstack/react-query'
import { CaseItem } from '../../components/CaseItem.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { cases as words } from '../../messages/cases.ts'
import { caseName, caseProof, openCount } from './case-looks.ts'
import s from './Cases.module.css'

const MOST_SHOWN = 6
const REFRESH_MS = 30_000

const detailOf = (line: CaseLine, now: string): string => {
  const { text } = caseProof(line, now)
  const count = openCount(line)
  return words.side.detail(line.ticket, count === 0 ? text : words.side.waiting(text, count))
}

const placesOf = ({ ticket, teamId, customerStripeId }: CaseLine) => ({
  ofCase: deskPaths.ticketCase(ticket),
  ofTeam: customerStripeId === null ? undefined : deskPaths.team({ customerStripeId, team: teamId, ticket }),
})

/** A proven team opens with its ticket, where the work is; anything else opens its case. */
const hrefOf = (line: CaseLine, now: string): string => {
  const { ofCase, ofTeam } = placesOf(line)
  return caseProof(line, now).state === 'proven' && ofTeam !== undefined ? ofTeam : ofCase
}

/** The tickets that one holds, until each is closed. `currentPath` is where the desk is now. */
export const OpenCases = ({ currentPath }: { readonly currentPath: string }) => {
  const trpc = useTRPC()
  const now = useNow(30_000)
  const mine = useQuery({
    ...trpc.cases.list.queryOptions({ filter: 'mine', limit: MOST_SHOWN }),
    refetchInterval: REFRESH_MS,
  })
  if (!mine.data) return null
  if (mine.data.length === 0) return <li className={s['none']}>{words.side.none}</li>
  return mine.data.map((line) => (
    <CaseItem
      key={line.ticket}
      href={hrefOf(line, now)}
      name={caseName(line)}
      detail={detailOf(line, now)}
      proof={caseProof(line, now).state}
      isCurrent={Object.values(placesOf(line)).includes(`#${currentPath}`)}
    />
  ))
}
