import type { QuoteTwin } from '@countersign/shared/features/quotes'
import { Checkbox } from '@mantine/core'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { moneyText } from '../../lib/money.ts'
import { quoteForm as words, quotes } from '../../messages/quotes.ts'

export interface TwinNoticeProps {
  readonly twin: QuoteTwin
  /** Whoever types says that this is another quote. */
  readonly isMeant: boolean
  readonly onMeant: (isMeant: boolean) => void
  readonly onOpen: (id: string) => void
}

/** Said while the reference is typed, not when everything is filled in. */
export const TwinNotice = ({ twin, isMeant, onMeant, onOpen }: TwinNoticeProps) => (
  <>
    <Notice
      isLive
      tone="money"
      title={twin.isSameSource ? words.twin(twin.reference) : words.twinElsewhere(twin.reference, twin.source)}
      actions={
        <Button size="sm" onPress={() => onOpen(twin.id)}>
          {words.twinOpen}
        </Button>
      }
    >
      {words.twinText(twin.customerName, moneyText(twin.total), quotes.states[twin.state])}
    </Notice>
    {!twin.isSameSource && (
      <Checkbox label={words.twinMeant} checked={isMeant} onChange={(event) => onMeant(event.currentTarget.checked)} />
    )}
  </>
)
