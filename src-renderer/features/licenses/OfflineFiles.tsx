import type { OfflineFile } from '@countersign/shared/features/license-desk'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Panel } from '../../components/Panel.tsx'
import { StateTag } from '../../components/StateTag.tsx'
import { WordsDialog } from '../../components/WordsDialog.tsx'
import { timeText } from '../../lib/dates.ts'
import { downloadText } from '../../lib/download.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { licenses } from '../../messages/licenses.ts'
import { useShowFile, useWithdrawFile } from './use-licenses.ts'
import s from './Licenses.module.css'

const words = licenses.files

const File = ({ file }: { readonly file: OfflineFile }) => {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const reason = useMissingPermission('license.issue')
  const show = useShowFile()
  const withdraw = useWithdrawFile(close)
  const { id, name, endsAt, state } = file
  const save = () =>
    show.mutate(
      { id },
      { onSuccess: ({ text }) => downloadText(licenses.ask.fileName(name), text, 'text/plain;charset=utf-8') },
    )
  return (
    <li className={s['line']}>
      <StateTag tone={state === 'live' ? 'proof' : 'neutral'}>{words.states[state]}</StateTag>
      <span>{words.line(name, timeText(endsAt))}</span>
      {state === 'live' && (
        <>
          <Button size="sm" reason={reason} isBusy={show.isPending} onPress={save}>
            {words.show}
          </Button>
          <Button size="sm" reason={reason} onPress={() => setAsking(true)}>
            {words.withdraw}
          </Button>
        </>
      )}
      {isAsking && (
        <WordsDialog
          title={words.withdrawTitle}
          label={licenses.makeKey.reason}
          hint={words.withdrawHint}
          action={words.withdraw}
          kind="danger"
          isBusy={withdraw.isPending}
          failure={withdraw.error === null ? null : { title: licenses.why.notDone, error: withdraw.error }}
          onSend={(text) => withdraw.mutate({ id, reason: text })}
          onClose={close}
        />
      )}
    </li>
  )
}

/** The signed files of this license, live ones first to be seen. */
export const OfflineFiles = ({ files }: { readonly files: readonly OfflineFile[] }) => (
  <Panel title={words.title}>
    {files.length === 0 ? (
      <span className="cs-dim">{words.none}</span>
    ) : (
      <ul className={s['list']}>
        {files.map((file) => (
          <File key={file.id} file={file} />
        ))}
      </ul>
    )}
  </Panel>
)
