import { isActionKind, ACTION_WORDS } from '@countersign/shared/features/action-kinds'
import type { RequestLine } from '@countersign/shared/features/approvals'
import { Checkbox, Select } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { messages } from '../../messages/index.ts'
import { approvals } from '../../messages/approvals.ts'
import { severalByKind } from './list-rules.ts'
import { type Result, useSeveral } from './use-several.ts'
import type { DecisionDoors } from './use-countersign.ts'
import { moneyText } from '../../lib/money.ts'
import s from './RequestCard.module.css'

const { several: words } = approvals

export interface SeveralDialogProps {
  readonly lines: readonly RequestLine[]
  readonly seen: ReadonlySet<string>
  readonly doors: DecisionDoors
  readonly onClose: () => void
}

const kindText = (kind: string): string => (isActionKind(kind) ? ACTION_WORDS[kind] : kind)

const lineText = ({ title, subjectName, given, requesterName }: RequestLine): string =>
  [title, subjectName, given && moneyText(given), requesterName].filter(Boolean).join(', ')

/** What was signed goes on by itself, and may end as stale: the row tells how far it is, not how far it was. */
const resultText = (result: Result | undefined, line: RequestLine | undefined): string | undefined =>
  result?.isDone === true && line !== undefined && line.state !== 'requested'
    ? approvals.states[line.state]
    : result?.text

/** Several of one kind in one go: each read before, each signed on its own, a result beside each. */
export const SeveralDialog = ({ lines, seen, doors, onClose }: SeveralDialogProps) => {
  // What is signed leaves the list behind; the dialog keeps what it was opened on.
  const [all] = useState(() => severalByKind(lines))
  const [kind, setKind] = useState([...all.keys()][0] ?? '')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const { results, isRunning, run } = useSeveral(doors)
  const own = all.get(kind) ?? []
  const chosen = own.filter(({ id }) => ticked.has(id) && results.get(id)?.isDone !== true)
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
          {own.map((line) => (
            <li key={line.id} className={s['row']}>
              <Checkbox
                label={lineText(line)}
                description={seen.has(line.id) ? undefined : words.unread}
                checked={ticked.has(line.id)}
                disabled={!seen.has(line.id) || isRunning || results.get(line.id)?.isDone === true}
                onChange={() => toggle(line.id)}
              />
              <output>
                {resultText(
                  results.get(line.id),
                  lines.find(({ id }) => id === line.id),
                )}
              </output>
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
