import type { Subscription } from '@countersign/shared/features/subscriptions'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { team } from '../../messages/team.ts'
import { isRunning } from './standing-rules.ts'

const promisesOf = (rows: readonly Subscription[]): ReadonlyMap<string, string> =>
  new Map(
    rows
      .filter(isRunning)
      .flatMap(({ items }) => items)
      .flatMap(({ productName, supportPriority }) =>
        supportPriority === null ? [] : [[productName, supportPriority] as const],
      ),
  )

/** What the running plans promised, so that the agent knows how soon to answer. */
export const SupportPromise = ({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) => {
  const promises = [...promisesOf(subscriptions)]
  return (
    <Panel title={team.actions.promised} aside={team.actions.byPlan}>
      <FactList labels="long" facts={promises.map(([label, value]) => ({ label, value }))} />
    </Panel>
  )
}
