import { FactGroup } from '../../components/FactGroup.tsx'
import { FactList } from '../../components/FactList.tsx'
import { team as words } from '../../messages/team.ts'

export const metadataFacts = (metadata: Readonly<Record<string, string>>) =>
  Object.entries(metadata)
    .toSorted(([first], [second]) => first.localeCompare(second))
    .map(([label, value]) => ({ label, value: <bdi className="cs-mono">{value}</bdi> }))

/** As it stands at Stripe, letter for letter. */
export const MetadataFacts = ({ metadata }: { readonly metadata: Readonly<Record<string, string>> }) =>
  Object.keys(metadata).length === 0 ? null : (
    <FactGroup title={words.facts.metadata}>
      <FactList facts={metadataFacts(metadata)} />
    </FactGroup>
  )
