import type { VerificationLine } from '@countersign/shared/features/teams'
import { useQuery } from '@tanstack/react-query'
import { CaseItem } from '../../components/CaseItem.tsx'
import { leftText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { verify } from '../../messages/verify.ts'
import { openCases } from './open-case-rules.ts'
import s from './OpenCases.module.css'

const MOST_SHOWN = 6

const stateOf = ({ strength, liveUntil }: VerificationLine, now: string): string => {
  const word = verify.strengths[strength].toLowerCase()
  const left = liveUntil === null ? undefined : leftText(liveUntil, now)
  return left === undefined ? verify.unproven(word) : verify.left(word, left)
}

/** A proven team opens with its ticket; anything else opens its verdict. */
export const casePath = ({ id, strength, customerStripeId, teamId, ticket }: VerificationLine): string =>
  strength === 'proven' && customerStripeId !== null
    ? deskPaths.team({ customerStripeId, team: teamId, ticket })
    : deskPaths.verification(id)

/** The tickets one is on, with the time that their proof still has. `currentPath` is where the desk is now. */
export const OpenCases = ({ currentPath }: { readonly currentPath: string }) => {
  const trpc = useTRPC()
  const now = useNow(30_000)
  const mine = useQuery(trpc.teams.mine.queryOptions())
  const open = openCases(mine.data ?? [], now)
  if (open.length === 0) return mine.data ? <li className={s['none']}>{verify.noneOpen}</li> : null
  return open
    .slice(0, MOST_SHOWN)
    .map((line) => (
      <CaseItem
        key={line.id}
        href={casePath(line)}
        name={line.customerName ?? line.teamId}
        detail={verify.caseDetail(line.ticket, stateOf(line, now))}
        proof={line.strength}
        isCurrent={casePath(line) === `#${currentPath}`}
      />
    ))
}
