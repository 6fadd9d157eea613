import type { AuditCheckpoint } from '@countersign/shared/features/audit'
import type { Ref } from 'react'
import { CopyId } from '../../components/CopyId.tsx'
import { FactList } from '../../components/FactList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { timeText } from '../../lib/dates.ts'
import { audit } from '../../messages/audit.ts'
import { HashText } from './HashText.tsx'
import { HowToCheck } from './HowToCheck.tsx'
import s from './Audit.module.css'

const words = audit.panel

export interface CheckpointPanelProps {
  readonly checkpoint: AuditCheckpoint
  readonly ref: Ref<HTMLDivElement>
}

/** A signature over the log up to here: a tail that was cut off later is missed against it. */
export const CheckpointPanel = ({ checkpoint, ref }: CheckpointPanelProps) => {
  const { sequence, hash, at, keyId, signature } = checkpoint
  return (
    <div ref={ref} tabIndex={-1} className={s['panel']}>
      <Panel title={audit.checkpoint} aside={<StateTag tone="proof">{audit.signed}</StateTag>}>
        <FactList
          facts={[
            { label: words.covers, value: audit.upTo(sequence) },
            { label: words.at, value: timeText(at) },
            { label: words.keyId, value: <CopyId value={keyId} what={words.keyId} /> },
            { label: words.hash, value: <HashText hash={hash} /> },
            { label: words.signature, value: <code className={s['hash']}>{signature}</code> },
          ]}
        />
      </Panel>
      <HowToCheck />
    </div>
  )
}
