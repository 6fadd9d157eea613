import type { RecordedDecision } from '@countersign/shared/features/audit'
import { FactGroup } from '../../components/FactGroup.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { timeText } from '../../lib/dates.ts'
import { audit } from '../../messages/audit.ts'
import { HashText } from './HashText.tsx'

const words = audit.decision

const signedFacts = (signed: NonNullable<RecordedDecision['signed']>): readonly Fact[] => [
  { label: words.key, value: <HashText hash={signed.keyId} /> },
  { label: words.place, value: words.places[signed.place] },
  { label: words.signedAt, value: timeText(signed.signedAt) },
  { label: words.policy, value: String(signed.policyVersion) },
]

/** The signature that a decision rests on, checked anew by the companion with nothing but the entry. */
export const Countersigned = ({ decision: { signed, fault } }: { readonly decision: RecordedDecision }) => (
  <FactGroup title={words.title}>
    <FactList
      facts={[
        {
          label: words.signature,
          value: fault ?? words.holds,
          tone: fault === null ? ('proof' as const) : ('danger' as const),
        },
        ...(signed ? signedFacts(signed) : []),
      ]}
    />
  </FactGroup>
)
