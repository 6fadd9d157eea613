import type { ImportPreview, ImportRun } from '@countersign/shared/features/quotes'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { type Fact, FactList } from '../../components/FactList.tsx'
import { Money } from '../../components/Money.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Progress } from '../../components/Progress.tsx'
import { countText } from '../../lib/numbers.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { quoteImport as words } from '../../messages/quotes.ts'
import { FileDrop } from './FileDrop.tsx'
import { ImportProblems } from './ImportProblems.tsx'
import { ReasonProblem } from './ReasonProblem.tsx'
import { useImport, useImportPreview } from './use-import.ts'
import { useSendFile } from './use-send-file.ts'
import s from './Quotes.module.css'

export interface ImportDialogProps {
  /** One that was begun before: the dialog follows it. */
  readonly runId: string | undefined
  readonly onRun: (id: string | undefined) => void
  readonly onClose: () => void
}

const percentText = (share: number): string => `${Math.round(share * 100)} %`

const Choose = ({ onSent }: { readonly onSent: (uploadId: string, file: File) => void }) => {
  const sending = useSendFile('import', onSent)
  return (
    <>
      <p>{words.lead}</p>
      {sending.file ? (
        <Progress
          title={words.sending}
          detail={words.sent(percentText(sending.share))}
          share={sending.share}
          onCancel={sending.cancel}
        />
      ) : (
        <FileDrop text={words.drop} choose={words.choose} accept=".csv,.json,.txt" onFile={sending.send} />
      )}
      {sending.error !== null && <ReasonProblem title={words.failed} error={sending.error} />}
      <details>
        <summary>{words.columns}</summary>
        <p className="cs-dim">{words.columnsText}</p>
      </details>
    </>
  )
}

const factsOf = (fileName: string, { rows, added, known, broken, brokenRows, totals, unusedColumns }: ImportPreview) =>
  [
    { label: words.file, value: fileName },
    { label: words.rows, value: countText(rows) },
    { label: words.go, value: words.count(added) },
    ...totals.map((total) => ({
      label: `${words.total}, ${total.currency.toUpperCase()}`,
      value: <Money value={total} />,
    })),
    ...(known > 0 ? [{ label: words.known, value: words.count(known) }] : []),
    ...(broken > 0 || brokenRows > 0
      ? [{ label: words.broken, value: words.brokenText(broken, brokenRows), tone: 'danger' as const }]
      : []),
    ...(unusedColumns.length > 0 ? [{ label: words.unused, value: unusedColumns.join(', ') }] : []),
  ] satisfies readonly Fact[]

interface PreviewProps {
  readonly sent: { readonly uploadId: string; readonly fileName: string }
  readonly onStarted: (id: string) => void
  readonly onAgain: () => void
}

const nothingText = ({ added, known, broken }: ImportPreview): string | undefined => {
  if (added > 0) return undefined
  return known > 0 && broken === 0 ? words.nothingKnown : words.nothing
}

const Preview = ({ sent: { uploadId, fileName }, onStarted, onAgain }: PreviewProps) => {
  const { data, error } = useImportPreview(uploadId)
  const start = useMutation(useTRPC().quotes.startImport.mutationOptions({ onSuccess: ({ id }) => onStarted(id) }))
  const again = <Button onPress={onAgain}>{words.again}</Button>
  if (error)
    return (
      <>
        <ReasonProblem title={words.failed} error={error} />
        <div className={s['buttons']}>{again}</div>
      </>
    )
  if (!data) return <Progress title={words.looking} detail={words.lookingDetail} />
  const nothing = nothingText(data)
  return (
    <>
      <FactList facts={factsOf(fileName, data)} labels="long" />
      {nothing !== undefined && <Notice isLive>{nothing}</Notice>}
      <ImportProblems problems={data.problems} all={data.brokenRows} />
      {start.error && <ReasonProblem title={words.runFailed} error={start.error} />}
      <div className={s['buttons']}>
        {nothing === undefined && (
          <Button kind="primary" isBusy={start.isPending} onPress={() => start.mutate({ uploadId })}>
            {words.run(data.added)}
          </Button>
        )}
        {again}
      </div>
    </>
  )
}

const endText = ({ state, added, known, broken, failure }: ImportRun): string => {
  if (state === 'cancelled') return words.cancelled(added)
  if (state === 'failed') return `${words.ended}. ${failure ?? ''}`
  return [
    words.done(added),
    ...(known > 0 ? [words.doneKnown(known)] : []),
    ...(broken > 0 ? [words.doneBroken(broken)] : []),
  ].join(' ')
}

const Run = ({ runId, onAgain }: { readonly runId: string; readonly onAgain: () => void }) => {
  const { run, cancel } = useImport(runId)
  const { data } = run
  if (run.error) return <ReasonProblem title={words.followFailed} error={run.error} />
  if (!data || data.state === 'running')
    return (
      <Progress
        title={words.running}
        detail={data ? words.progress(data.at, data.of) : ''}
        share={data && data.of > 0 ? data.at / data.of : undefined}
        onCancel={cancel}
        note={words.goesOn}
      />
    )
  return (
    <>
      <Notice isLive tone={data.state === 'done' ? 'proof' : 'money'}>
        {endText(data)}
      </Notice>
      <ImportProblems problems={data.problems} all={data.brokenRows} />
      <div className={s['buttons']}>
        <Button onPress={onAgain}>{words.again}</Button>
      </div>
    </>
  )
}

/** Choose a file, see what would go in and what not, then let it go in. Nothing is half-done, wherever it ends. */
export const ImportDialog = ({ runId, onRun, onClose }: ImportDialogProps) => {
  const [sent, setSent] = useState<PreviewProps['sent'] | null>(null)
  const again = () => {
    setSent(null)
    onRun(undefined)
  }
  const content = () => {
    if (runId !== undefined) return <Run key={runId} runId={runId} onAgain={again} />
    if (sent !== null) return <Preview sent={sent} onStarted={onRun} onAgain={again} />
    return <Choose onSent={(uploadId, file) => setSent({ uploadId, fileName: file.name })} />
  }
  return (
    <Dialog label={words.title} onClose={onClose}>
      <div className={s['import']}>
        <h2 className={s['title']}>{words.title}</h2>
        {content()}
        <div className={s['buttons']}>
          <Button kind="quiet" onPress={onClose}>
            {words.close}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
