import type { FulfilmentTask } from '@countersign/shared/features/invoice-work'
import { Name } from '../../components/Name.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import type { Tone } from '../../components/tone.ts'
import { ageText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { FinishTask } from './FinishTask.tsx'
import { IssueTask } from './IssueTask.tsx'
import s from './Wizard.module.css'

const words = wizard.sent

const toneOf = ({ state, isStuck }: FulfilmentTask): Tone => {
  if (state === 'done') return 'proof'
  if (state === 'suspended') return 'danger'
  return isStuck ? 'money' : 'neutral'
}

/** One that waits for its payment may be issued before: it becomes active with it. */
const isToIssue = ({ kind, state, fulfilledBy }: FulfilmentTask): boolean =>
  kind === 'license' && fulfilledBy === null && (state === 'open' || state === 'waiting')

export interface TaskListProps {
  readonly tasks: readonly FulfilmentTask[]
  readonly now: string
}

/** What still has to be delivered, and who holds it. A licence waits as long as nobody issues it; it is never called done. */
export const TaskList = ({ tasks, now }: TaskListProps) => (
  <ul className={s['tasks']}>
    {tasks.map((task) => (
      <li key={task.id} className={s['task']}>
        <StateTag tone={toneOf(task)}>{words.taskStates[task.state]}</StateTag>
        <span className={s['taskText']}>
          <b className="cs-med">
            {words.kinds[task.kind]}: <Name>{task.what}</Name>
          </b>
          <br />
          <span className="cs-dim">{task.words}</span>
        </span>
        <span className={s['taskEnd']}>
          {task.holder !== null && <Name>{invoices.heldBy(task.holder)}</Name>}
          <br />
          {words.since(ageText(task.since, now))}
        </span>
        {task.kind === 'coupon' && task.state === 'open' && <FinishTask id={task.id} />}
        {isToIssue(task) && <IssueTask id={task.id} />}
        {task.kind === 'license' && task.fulfilledBy !== null && (
          <a href={deskPaths.license(task.fulfilledBy)}>{words.openLicense}</a>
        )}
      </li>
    ))}
  </ul>
)
