import { Notice } from '../../components/Notice.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'
import type { StepProps } from './work.ts'

const shortId = (id: string): string => `…${id.slice(-6)}`

/** What has to be known before anything is done: that it is over, or that it isn't the only one. */
export const Standing = ({ work: { invoice } }: StepProps) => {
  const { state, repeatReason, others } = invoice
  return (
    <>
      {state === 'discarded' && <Notice tone="money">{words.discarded}</Notice>}
      {state === 'ended' && (
        <Notice tone="money" title={words.ended}>
          {words.endedNext}
        </Notice>
      )}
      {repeatReason !== null && (
        <Notice tone="money" title={`${words.repeat}:`}>
          <bdi>{repeatReason}</bdi>
        </Notice>
      )}
      {others.length > 0 && (
        <Notice tone="money" title={`${words.others}:`}>
          {others.map(({ id, number }) => (
            <a key={id} className="cs-link" href={deskPaths.invoice(id)}>
              {number ?? shortId(id)}
            </a>
          ))}
        </Notice>
      )}
    </>
  )
}
