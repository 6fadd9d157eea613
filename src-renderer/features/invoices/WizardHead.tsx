import { KeyFigures, type KeyFigure } from '../../components/KeyFigures.tsx'
import { Money } from '../../components/Money.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { invoices } from '../../messages/invoices.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import { namedDifferences, notAccepted } from './compare-rules.ts'
import type { StepProps, Work } from './work.ts'

const words = wizard.figures

const differenceFigure = ({ invoice, keep }: Work): KeyFigure => {
  const { difference, comparison, terms } = invoice
  const named = namedDifferences(comparison, terms)
  if (named.length === 0) return { id: 'difference', label: words.same, value: <Money value={difference} /> }
  const isAccepted = notAccepted(named, keep.choices.accepted).length === 0
  return {
    id: 'difference',
    label: isAccepted ? words.accepted : words.open,
    value: <Money value={difference} sign="always" />,
    tone: 'money',
  }
}

const figuresOf = (work: Work): readonly KeyFigure[] => {
  const { quote, document } = work.invoice
  return [
    { id: 'quote', label: words.quote, value: <Money value={quote.total} /> },
    {
      id: 'invoice',
      label: words.invoice,
      value: document ? <Money value={document.total} /> : <span className="cs-faint">{words.noDraft}</span>,
    },
    differenceFigure(work),
  ]
}

export const WizardHead = ({ work }: StepProps) => {
  const { quote } = work.invoice
  return (
    <PageHead
      title={wizard.title(quote.reference)}
      size="lg"
      crumbs={[{ label: invoices.title, href: deskPaths.invoices() }, { label: quote.customerName }]}
      end={<KeyFigures figures={figuresOf(work)} />}
    />
  )
}
