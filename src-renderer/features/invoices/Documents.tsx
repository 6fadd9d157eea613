import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { useMutation } from '@tanstack/react-query'
import { ExternalLink, FileText } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useOpenLink } from '../../components/use-open-link.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { wizard } from '../../messages/invoice-wizard.ts'
import s from './Wizard.module.css'

const words = wizard.sent

/** Stripe's own document. The links are asked for when they are wanted: that somebody took them is in the log. */
export const Documents = ({ invoice: { id, document } }: { readonly invoice: ManualInvoice }) => {
  const open = useOpenLink()
  const ask = useMutation(useTRPC().invoices.openPdf.mutationOptions())
  const reason = document?.hasPdf === true ? undefined : words.noPdf
  const lead = async (which: 'pdf' | 'page') => {
    const { pdfUrl, hostedUrl } = await ask.mutateAsync({ id })
    if (which === 'pdf') open(pdfUrl, words.pdf)
    else if (hostedUrl !== null) open(hostedUrl, words.page)
  }
  return (
    <>
      <div className={s['buttons']}>
        <Button icon={FileText} reason={reason} isBusy={ask.isPending} onPress={() => void lead('pdf')}>
          {words.pdf}
        </Button>
        <Button icon={ExternalLink} reason={reason} isBusy={ask.isPending} onPress={() => void lead('page')}>
          {words.page}
        </Button>
      </div>
      {ask.error && <FailureProblem title={words.linkFailed} error={ask.error} />}
    </>
  )
}
