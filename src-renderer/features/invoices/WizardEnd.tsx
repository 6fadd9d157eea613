import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { CopyId } from '../../components/CopyId.tsx'
import { useShortcuts } from '../../components/use-shortcuts.ts'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { invoices } from '../../messages/invoices.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'
import { SaveState } from './SaveState.tsx'
import { useDiscardInvoice } from './use-manual-invoice.ts'
import type { StepProps } from './work.ts'
import s from './Wizard.module.css'

export interface WizardEndProps extends StepProps {
  readonly isFirst: boolean
  readonly onLeave: () => void
}

const Discard = ({ work, onLeave }: Pick<WizardEndProps, 'work' | 'onLeave'>) => {
  const [isAsking, setAsking] = useState(false)
  const discard = useDiscardInvoice(onLeave)
  const { id } = work.invoice
  return (
    <>
      <Button size="sm" kind="quiet" reason={work.fixed} onPress={() => setAsking(true)}>
        {words.discard}
      </Button>
      {isAsking && (
        <WordsDialog
          title={words.discardTitle}
          label={words.discardLabel}
          hint={words.discardHint}
          action={words.discardAction}
          kind="danger"
          isBusy={discard.isPending}
          failure={discard.error === null ? null : { title: words.discardFailed, error: discard.error }}
          onSend={(reason) => discard.mutate({ id, version: work.keep.version, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

/** Whether it is saved, what there is of it at Stripe, and the way to give it up. */
export const WizardEnd = ({ work, isFirst, onLeave }: WizardEndProps) => {
  const stripeId = work.invoice.document?.stripeId
  useShortcuts(isFirst ? [{ keys: 'esc', label: words.backToList, run: onLeave }] : [])
  return (
    <>
      <SaveState work={work} />
      {stripeId !== undefined && (
        <span className={s['stripeId']}>
          <CopyId
            value={stripeId}
            short={`${stripeId.slice(0, 7)}…${stripeId.slice(-4)}`}
            what={invoices.facts.stripeId}
          />
        </span>
      )}
      {work.fixed === undefined && <Discard work={work} onLeave={onLeave} />}
    </>
  )
}
