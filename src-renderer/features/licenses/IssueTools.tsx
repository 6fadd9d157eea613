import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { licenses } from '../../messages/licenses.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { useIssueInvoice } from './use-licenses.ts'

const words = licenses.issue

/** What can be issued without a license being there: from a paid invoice, or brought over from another system. */
export const IssueTools = ({ onAsked }: { readonly onAsked: (requestId: string) => void }) => {
  const [open, setOpen] = useState<'invoice' | 'import'>()
  const reason = useMissingPermission('license.issue')
  const announce = useAnnounce()
  const close = () => setOpen(undefined)
  const issue = useIssueInvoice((count) => {
    announce(words.done(count))
    close()
  })
  return (
    <>
      <Button reason={reason} onPress={() => setOpen('invoice')}>
        {words.invoice}
      </Button>
      <Button reason={reason} onPress={() => setOpen('import')}>
        {words.import}
      </Button>
      {open === 'invoice' && (
        <WordsDialog
          title={words.invoiceTitle}
          label={words.invoiceLabel}
          hint={words.invoiceHint}
          action={words.action}
          isBusy={issue.isPending}
          failure={issue.error === null ? null : { title: words.failed, error: issue.error }}
          onSend={(invoiceStripeId) => issue.mutate({ invoiceStripeId })}
          onClose={close}
        />
      )}
      {open === 'import' && <ImportDialog onAsked={onAsked} onClose={close} />}
    </>
  )
}
