import type { MeterDecision, MeterReading } from '@countersign/shared/features/metering'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { metering } from '../../messages/metering.ts'
import { useDecide } from './use-metering.ts'
import s from './Metering.module.css'

const words = metering.held

/** A count that waits: what it is off from, and finance's two answers. */
export const HeldCount = ({ reading }: { readonly reading: MeterReading }) => {
  const { id: readingId, value, comparedWith } = reading
  const reason = useMissingPermission('metering.decide')
  const [asked, setAsked] = useState<MeterDecision['decision'] | null>(null)
  const decide = useDecide(() => setAsked(null))
  const ask = (decision: MeterDecision['decision']) => {
    decide.reset()
    setAsked(decision)
  }
  return (
    <>
      <Notice tone="money" title={words.title(value, comparedWith)}>
        {words.what}
      </Notice>
      <div className={s['buttons']}>
        <Button reason={reason} onPress={() => ask('accept')}>
          {words.accept}
        </Button>
        <Button reason={reason} onPress={() => ask('refuse')}>
          {words.refuse}
        </Button>
      </div>
      {asked !== null && (
        <WordsDialog
          title={asked === 'accept' ? words.acceptTitle(value) : words.refuseTitle(value)}
          label={words.reason}
          hint={asked === 'accept' ? words.acceptHint : words.refuseHint}
          action={asked === 'accept' ? words.acceptAction : words.refuseAction}
          kind={asked === 'accept' ? 'primary' : 'danger'}
          isBusy={decide.isPending}
          failure={decide.error && { title: words.failed, error: decide.error }}
          onSend={(said) => decide.mutate({ readingId, decision: asked, reason: said })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}
