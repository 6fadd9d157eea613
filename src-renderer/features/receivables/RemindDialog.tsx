import {
  LETTERS,
  type Letter,
  MOST_REMINDED,
  type Receivable,
  type Reminded,
} from '@countersign/shared/features/receivables'
import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { toneClass } from '../../components/tone.ts'
import { messages } from '../../messages/index.ts'
import { receivables } from '../../messages/receivables.ts'
import { nameOf } from './receivable-columns.tsx'
import { useRemind } from './use-receivables.ts'
import s from './Receivables.module.css'

const words = receivables.reminding

export interface RemindDialogProps {
  readonly rows: readonly Receivable[]
  readonly sendsMail: boolean
  readonly onClose: () => void
}

const letterOf = (text: string): Letter | 'next' => LETTERS.find((letter) => String(letter) === text) ?? 'next'

const Result = ({ result }: Pick<Reminded, 'result'>) =>
  result.is === 'queued' ? (
    <span className={toneClass('proof')}>{words.queued(result.letter)}</span>
  ) : (
    <span className={toneClass('money')}>{words.refused[result.why]}</span>
  )

interface ResultsProps {
  readonly rows: readonly Receivable[]
  readonly results: readonly Reminded[]
}

const Results = ({ rows, results }: ResultsProps) => {
  const byId = new Map(rows.map((row) => [row.stripeId, row]))
  return (
    <table className={s['results']}>
      <caption className="cs-sr">{words.results}</caption>
      <tbody>
        {results.map(({ invoiceStripeId, result }) => {
          const row = byId.get(invoiceStripeId)
          return (
            <tr key={invoiceStripeId}>
              <th scope="row" className="cs-mono">
                {row?.number ?? invoiceStripeId}
              </th>
              <td>{row && <Name isCut>{nameOf(row)}</Name>}</td>
              <td>
                <Result result={result} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const useSending = (rows: readonly Receivable[]) => {
  const remind = useRemind()
  const announce = useAnnounce()
  const send = (letter: Letter | 'next') =>
    remind.mutate(
      { invoiceStripeIds: rows.map(({ stripeId }) => stripeId), letter },
      {
        onSuccess: (results) => {
          const queued = results.filter(({ result }) => result.is === 'queued').length
          announce(words.announce(queued, results.length - queued))
        },
      },
    )
  return { ...remind, send }
}

/** A letter for each; what became of every one of them stays on the screen. */
export const RemindDialog = ({ rows: shown, sendsMail, onClose }: RemindDialogProps) => {
  // What is sent is what was chosen, though rows leave the list behind the dialog.
  const [rows] = useState(shown)
  const [letter, setLetter] = useState('next')
  const { send, data, error, isPending } = useSending(rows)
  const reason = rows.length > MOST_REMINDED ? words.tooMany(MOST_REMINDED) : undefined
  return (
    <Dialog label={words.title} onClose={onClose}>
      <form
        className={s['sheet']}
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined && !isPending && !data) send(letterOf(letter))
        }}
      >
        <h2 className={s['title']}>{words.title}</h2>
        {!sendsMail && <Notice tone="money">{words.noServer}</Notice>}
        {error && <FailureProblem title={words.failed} error={error} />}
        {data ? (
          <Results rows={rows} results={data} />
        ) : (
          <>
            <p>{words.what(rows.length)}</p>
            <NativeSelect
              data-autofocus
              label={words.letter}
              value={letter}
              data={[
                { value: 'next', label: words.next },
                ...LETTERS.map((one) => ({ value: String(one), label: words.which(one) })),
              ]}
              onChange={(event) => setLetter(event.currentTarget.value)}
            />
          </>
        )}
        <div className={s['buttons']}>
          {!data && (
            <Button kind="primary" size="lg" isSubmit isBusy={isPending} reason={reason}>
              {words.send(rows.length)}
            </Button>
          )}
          <Button kind="quiet" size="lg" onPress={onClose}>
            {data ? messages.common.close : messages.common.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
