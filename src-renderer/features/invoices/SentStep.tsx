import type { InvoiceView, ManualInvoice } from '@countersign/shared/features/invoice-work'
import { RotateCw } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '../../components/Button.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { dayText, timeText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { ChainList } from './Chain.tsx'
import { Documents } from './Documents.tsx'
import { StepFoot } from './StepFoot.tsx'
import { TaskList } from './TaskList.tsx'
import { useAskStripe } from './use-manual-invoice.ts'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.sent
const labels = invoices.facts

const factsOf = (document: InvoiceView): readonly Fact[] => [
  ...(document.number === null
    ? []
    : [{ label: labels.number, value: <span className="cs-mono">{document.number}</span> }]),
  { label: labels.status, value: document.status },
  ...(document.customerEmail === null ? [] : [{ label: labels.sentTo, value: <Name>{document.customerEmail}</Name> }]),
  { label: words.amountDue, value: <Money value={document.amountDue} /> },
  { label: words.paid, value: <Money value={document.amountPaid} /> },
  { label: words.remaining, value: <Money value={document.amountRemaining} /> },
  ...(document.dueAt === null ? [] : [{ label: labels.due, value: dayText(document.dueAt) }]),
  ...(document.paidAt === null ? [] : [{ label: words.paidAt, value: timeText(document.paidAt) }]),
]

const isBehind = ({ chain, document }: ManualInvoice): boolean =>
  document?.status === 'paid' && chain.some(({ link, state }) => link === 'paid' && state !== 'done')

/** Asked when somebody wants to know, and once by itself when Stripe knows more than the chain. */
const useStripesWord = ({ invoice }: Work) => {
  const ask = useAskStripe()
  const reason = useMissingPermission('invoice.manage')
  const { mutate } = ask
  const { id } = invoice
  const mayAsk = reason === undefined && isBehind(invoice)
  useEffect(() => {
    if (mayAsk) mutate({ id })
  }, [mayAsk, id, mutate])
  return { ask, reason }
}

/** What the customer has, what Stripe says of it now, and what comes next. */
export const SentStep = ({ work }: StepProps) => {
  const { invoice, now } = work
  const { document, documentProblem, state, tasks, chain } = invoice
  const { ask, reason } = useStripesWord(work)
  const isSent = state === 'sent' || state === 'ended'
  return (
    <>
      <div className={s['columns']}>
        <div className={s['left']}>
          {!isSent && <Notice>{words.notYet}</Notice>}
          {documentProblem !== null && (
            <Notice tone="money" isLive>
              {documentProblem}
            </Notice>
          )}
          {isSent && document && (
            <Panel
              title={words.at}
              aside={
                <Button
                  size="sm"
                  kind="quiet"
                  icon={RotateCw}
                  isBusy={ask.isPending}
                  reason={reason}
                  onPress={() => ask.mutate({ id: invoice.id })}
                >
                  {words.refresh}
                </Button>
              }
            >
              <div className={s['stack']}>
                <FactList facts={factsOf(document)} />
                <Documents invoice={invoice} />
              </div>
            </Panel>
          )}
          {isSent && (
            <Panel title={words.tasks} isFlush={tasks.length > 0}>
              {tasks.length === 0 ? <p className="cs-dim">{words.noTasks}</p> : <TaskList tasks={tasks} now={now} />}
            </Panel>
          )}
        </div>
        <div className={s['right']}>
          <Panel title={invoices.chain}>
            <ChainList chain={chain} now={now} />
          </Panel>
        </div>
      </div>
      <StepFoot
        work={work}
        step="sent"
        main={
          <Button
            kind={isSent ? 'primary' : 'default'}
            size="lg"
            keys="mod+enter"
            onPress={() => (location.hash = deskPaths.invoices())}
          >
            {words.done}
          </Button>
        }
      />
    </>
  )
}
