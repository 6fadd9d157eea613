import type { Contract } from '@countersign/shared/features/contracts'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { contracts as words } from '../../messages/contracts.ts'
import { useContracts } from './use-contracts.ts'
import s from './Tenants.module.css'

const Line = ({ contract, mayChange }: { readonly contract: Contract; readonly mayChange: boolean }) => {
  const { id, teamId, planName, reference, standing, support } = contract
  return (
    <li>
      <Name>{standing?.reason ?? `${words.line(planName, reference)}: ${words.takenBack}`}</Name>
      {support !== null && <span className="cs-dim"> {words.supported(support)}. </span>}
      {mayChange && (
        <a
          className="cs-link"
          href={deskPaths.contract({ team: teamId, contract: id })}
          aria-label={`${words.change} ${reference}`}
        >
          {words.change}
        </a>
      )}
    </li>
  )
}

/** What the team pays outside of Stripe, and the way to more. */
export const ContractList = ({ teamId }: { readonly teamId: string }) => {
  const mayAsk = useMissingPermission('contract.ask') === undefined
  const { data, error, refetch } = useContracts(teamId)
  if (error !== null) return <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} />
  if (!data || (data.length === 0 && !mayAsk)) return null
  return (
    <div>
      <h3 className={s['subtitle']}>{words.list}</h3>
      {data.length > 0 && (
        <ul aria-label={words.list} className={s['history']}>
          {data.map((contract) => (
            <Line key={contract.id} contract={contract} mayChange={mayAsk} />
          ))}
        </ul>
      )}
      {mayAsk && (
        <a className="cs-link" href={deskPaths.contract({ team: teamId })}>
          {words.create}
        </a>
      )}
    </div>
  )
}
