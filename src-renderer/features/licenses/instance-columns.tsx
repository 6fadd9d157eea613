import type { InstanceLine } from '@countersign/shared/features/license-desk'
import type { TableColumn } from '../../components/DenseTable.tsx'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText, leftText } from '../../lib/dates.ts'
import { messages } from '../../messages/index.ts'
import { licenses } from '../../messages/licenses.ts'

const words = licenses.instances
const { columns } = words

const TONES: Record<InstanceLine['standing'], Tone> = {
  running: 'proof',
  silent: 'money',
  idle: 'neutral',
  locked: 'danger',
  released: 'neutral',
}

/** When it locks if nothing is heard, or for how long it has been. */
export const locksText = ({ runUntil, standing }: InstanceLine, now: string): string => {
  if (standing === 'released') return messages.common.none
  const left = leftText(runUntil, now)
  return left === undefined ? words.lockedAgo(ageText(runUntil, now)) : words.in(left)
}

/** `now` decides how old something is, so the columns are made anew when the page's time moves on. */
export const instanceColumns = <Row extends InstanceLine>(now: string): readonly TableColumn<Row>[] => [
  {
    id: 'name',
    head: columns.name,
    width: 150,
    cell: ({ name, environment }) => (
      <>
        <Name isCut>{name}</Name> {environment === 'development' && <StateTag>{words.development}</StateTag>}
      </>
    ),
    text: ({ name }) => name,
    isFixed: true,
  },
  {
    id: 'standing',
    head: columns.standing,
    width: 100,
    cell: ({ standing, isCloneSuspected }) => (
      <>
        <StateTag tone={TONES[standing]}>{words.standings[standing]}</StateTag>
        {isCloneSuspected && <StateTag tone="danger">{words.clone}</StateTag>}
      </>
    ),
    text: ({ standing }) => words.standings[standing],
  },
  {
    id: 'version',
    head: columns.version,
    width: 76,
    hasFigures: true,
    cell: ({ version }) => version,
    text: ({ version }) => version,
  },
  {
    id: 'seen',
    head: columns.seen,
    width: 84,
    hasFigures: true,
    cell: ({ lastSeenAt }) => words.ago(ageText(lastSeenAt, now)),
    text: ({ lastSeenAt }) => lastSeenAt,
  },
  {
    id: 'from',
    head: columns.from,
    width: 112,
    hasFigures: true,
    cell: ({ lastAddress }) => lastAddress,
    text: ({ lastAddress }) => lastAddress,
  },
  {
    id: 'locks',
    head: columns.locks,
    width: 104,
    align: 'end',
    cell: (row) => locksText(row, now),
    text: ({ runUntil }) => runUntil,
  },
]
