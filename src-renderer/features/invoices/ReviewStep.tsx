import type { InvoiceView, Obstacle } from '@countersign/shared/features/invoice-work'
import { RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FactList } from '../../components/FactList.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Panel } from '../../components/Panel.tsx'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { CompareTable } from './CompareTable.tsx'
import { CustomerView } from './CustomerView.tsx'
import { DealList } from './DealList.tsx'
import { Differences } from './Differences.tsx'
import { Drafting } from './Drafting.tsx'
import { ReviewFoot } from './ReviewFoot.tsx'
import { SendPanel } from './SendPanel.tsx'
import { useDealsOf } from './use-deals.ts'
import { useSend } from './use-send.ts'
import { useAskStripe, useRefreshInvoices } from './use-manual-invoice.ts'
import type { StepProps, Work } from './work.ts'
import s from './Wizard.module.css'

const words = wizard.review

const Obstacles = ({ title, obstacles }: { readonly title: string; readonly obstacles: readonly Obstacle[] }) =>
  obstacles.length > 0 && (
    <Notice tone="money" title={title} isLive>
      <ul className={s['obstacles']}>
        {obstacles.map(({ words: text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Notice>
  )

const Terms = ({ work, document }: StepProps & { readonly document: InvoiceView }) => (
  <Panel title={wizard.payment.terms}>
    <FactList
      labels="long"
      facts={[
        {
          label: invoices.facts.sentTo,
          value: document.customerEmail === null ? words.noEmail : <Name>{document.customerEmail}</Name>,
          ...(document.customerEmail === null ? { tone: 'money' as const } : {}),
        },
        { label: invoices.facts.due, value: words.days(work.keep.choices.daysUntilDue) },
        {
          label: wizard.payment.title,
          value: document.methods?.map(wizard.payment.methodName).join(', ') ?? words.paper.anyMethod,
        },
        { label: invoices.facts.memo, value: <bdi>{document.memo ?? ''}</bdi> },
      ]}
    />
  </Panel>
)

const Paper = ({ work: { invoice } }: StepProps) => {
  const refresh = useRefreshInvoices()
  const ask = useAskStripe()
  const { id, document, documentProblem } = invoice
  // No draft any more: it goes on in its chain, which only the companion can write.
  const again = () => (document && document.status !== 'draft' ? ask.mutate({ id }) : void refresh())
  return (
    <section className={s['paper']} aria-label={words.customerSees}>
      <div className={s['paperHead']}>
        <h2>{words.customerSees}</h2>
        <Button size="sm" kind="quiet" icon={RotateCw} isBusy={ask.isPending} onPress={again}>
          {words.again}
        </Button>
      </div>
      {documentProblem !== null && (
        <Notice tone="money" title={words.unread} isLive>
          {documentProblem}
        </Notice>
      )}
      {document && <CustomerView document={document} />}
    </section>
  )
}

/** What else there is of this customer; a deal that stands alone says nothing. */
const Deals = ({ id, customerStripeId }: { readonly id: string; readonly customerStripeId: string }) => {
  const rows = useDealsOf({ customerStripeId }).data?.rows ?? []
  return rows.length > 1 && <DealList title={invoices.ofCustomer} rows={rows} shownId={id} />
}

const Below = (props: StepProps & { readonly document: InvoiceView }) => (
  <>
    <Terms {...props} />
    <Deals id={props.work.invoice.id} customerStripeId={props.document.customerStripeId} />
  </>
)

const isBlockedByDraft = ({ invoice }: Work): boolean =>
  invoice.beforeSend.some(({ code }) => code === 'outdated' || code === 'gone' || code === 'draft')

/** A draft is made here; what is to be compared is what Stripe says of it, not what was chosen. */
export const ReviewStep = ({ work }: StepProps) => {
  const { invoice, keep, fixed } = work
  const send = useSend(work)
  const { document, comparison, terms, beforeDraft, beforeSend } = invoice
  const needsDraft = document === null || isBlockedByDraft(work)
  return (
    <>
      <div className={s['columns']}>
        <div className={s['left']}>
          <Drafting work={work} />
          {fixed === undefined && (
            <Obstacles
              title={needsDraft ? words.before : words.beforeSend}
              obstacles={needsDraft ? beforeDraft : beforeSend.filter(({ code }) => code !== 'difference')}
            />
          )}
          <Differences lines={comparison} terms={terms} keep={keep} fixed={fixed} />
          <section className={s['table']} aria-label={wizard.lines.caption}>
            <CompareTable invoice={invoice} />
          </section>
          {document && <Below work={work} document={document} />}
        </div>
        {(document !== null || invoice.documentProblem !== null) && (
          <div className={s['right']}>
            <Paper work={work} />
            {send.preview && <SendPanel work={work} send={send} />}
            {send.ask.error && (
              <FailureProblem title={words.askFailed} error={send.ask.error} money={{ moved: 'none' }} />
            )}
          </div>
        )}
      </div>
      <ReviewFoot work={work} send={send} needsDraft={needsDraft} />
    </>
  )
}
