import { isActionKind, ACTION_WORDS } from '@countersign/shared/features/action-kinds'
import type { RequestLine } from '@countersign/shared/features/approvals'
import { Checkbox, Select } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { messages } from '../../messages/index.ts'
import { approvals } from '../../messages/approvals.ts'
import { useSeveral } from './use-several.ts'
import type { DecisionDoors } from './use-countersign.ts'
import { moneyText } from '../../lib/money.ts'
import s from './RequestCard.module.css'

const { several: words } = approvals

export interface SeveralDialogProps {
  readonly kinds: ReadonlyMap<string, readonly RequestLine[]>
  readonly seen: ReadonlySet<string>
  readonly doors: DecisionDoors
  readonly onClose: () => void
}

const kindText = (kind: string): string => (isActionKind(kind) ? ACTION_WORDS[kind] : kind)

const lineText = ({ title, subjectName, given, requesterName }: RequestLine): string =>
  [title, subjectName, given && moneyText(given), requesterName].filter(Boolean).join(', ')

/** Several of one kind in one go: each read before, each signed on its own, a result beside each. */
export const SeveralDialog = ({ kinds, seen, doors, onClose }: SeveralDialogProps) => {
  // What is signed leaves the list behind; the dialog keeps what it was opened on.
  const [all] = useState(kinds)
  const [kind, setKind] = useState([...kinds.keys()][0] ?? '')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const { results, isRunning, run } = useSeveral(doors)
  const lines = all.get(kind) ?? []
  const chosen = lines.filter(({ id }) => ticked.has(id) && results.get(id)?.isDone !== true)
  const toggle = (id: string) =>
    setTicked((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]))
  return (
    <Dialog label={words.title} onClose={onClose}>
      <div className={s['form']}>
        <h2>{words.title}</h2>
        <p className="cs-dim">{words.lead}</p>
        {all.size > 1 && (
          <Select
            label={words.kind}
            data={[...all.keys()].map((value) => ({ value, label: kindText(value) }))}
            value={kind}
            allowDeselect={false}
            onChange={(value) => value !== null && setKind(value)}
          />
        )}
        <ul className={s['rows']}>
          {lines.map((line) => (
            <li key={line.id} className={s['row']}>
              <Checkbox
                label={lineText(line)}
                description={seen.has(line.id) ? undefined : words.unread}
                checked={ticked.has(line.id)}
                disabled={!seen.has(line.id) || isRunning || results.get(line.id)?.isDone === true}
                onChange={() => toggle(line.id)}
              />
              <output>{results.get(line.id)?.text}</output>
            </li>
          ))}
        </ul>
        <div className={s['buttons']}>
          <Button
            kind="primary"
            size="lg"
            isBusy={isRunning}
            reason={chosen.length === 0 ? words.none : undefined}
            onPress={() => void run(chosen.map(({ id }) => id))}
          >
            {words.sign(chosen.length)}
          </Button>
          <Button kind="quiet" size="lg" onPress={onClose}>
            {messages.common.close}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
