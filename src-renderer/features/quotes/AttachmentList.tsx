import { MOST_ATTACHMENTS, type Quote } from '@countersign/shared/features/quotes'
import { useMutation } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useState } from 'react'
import { Confirm } from '../../components/Confirm.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { Name } from '../../components/Name.tsx'
import { Panel } from '../../components/Panel.tsx'
import { Progress } from '../../components/Progress.tsx'
import { downloadBase64 } from '../../lib/download.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { quotes } from '../../messages/quotes.ts'
import { FileDrop } from './FileDrop.tsx'
import { ReasonProblem } from './ReasonProblem.tsx'
import { useForgetQuotes } from './use-quotes.ts'
import { useSendFile } from './use-send-file.ts'
import s from './Quotes.module.css'

const words = quotes.files
const ACCEPT = '.pdf,.png,.jpg,.jpeg,.eml,.txt'

export interface AttachmentListProps {
  readonly quote: Quote
  /** Why nothing can be attached or removed. */
  readonly reason: string | undefined
}

type Attached = Quote['attachments'][number]

const useAttachments = ({ quote: { id, changedAt } }: AttachmentListProps) => {
  const trpc = useTRPC()
  const forget = useForgetQuotes()
  const announce = useAnnounce()
  const attach = useMutation(trpc.quotes.attach.mutationOptions({ onSuccess: forget }))
  const remove = useMutation(trpc.quotes.removeAttachment.mutationOptions({ onSuccess: forget }))
  const open = useMutation(
    trpc.quotes.readAttachment.mutationOptions({
      onSuccess: ({ name, mediaType, base64 }) => downloadBase64(name, base64, mediaType),
    }),
  )
  const sending = useSendFile('attachment', (uploadId, file) =>
    attach.mutate({ id, changedAt, uploadId }, { onSuccess: () => announce(words.attached(file.name)) }),
  )
  return {
    attach,
    remove,
    open,
    sending,
    removeOne: (attachmentId: string) => remove.mutate({ id, changedAt, attachmentId }),
  }
}

const percentText = (share: number): string => `${Math.round(share * 100)} %`

type Work = ReturnType<typeof useAttachments>

const Sending = ({ work: { sending, attach } }: { readonly work: Work }) => (
  <>
    <FileDrop
      text={words.drop}
      choose={words.choose}
      hint={words.hint}
      accept={ACCEPT}
      isBusy={sending.file !== undefined || attach.isPending}
      onFile={sending.send}
    />
    {sending.file && (
      <Progress
        title={words.sending(sending.file.name)}
        detail={words.sent(percentText(sending.share))}
        share={sending.share}
        onCancel={sending.cancel}
      />
    )}
  </>
)

const Failures = ({ work: { sending, attach, open, remove } }: { readonly work: Work }) => {
  const failed = [
    { title: words.failed, error: sending.error ?? attach.error },
    { title: words.openFailed, error: open.error },
    { title: words.removeFailed, error: remove.error },
  ]
  return failed.map(({ title, error }) => error && <ReasonProblem key={title} title={title} error={error} />)
}

interface FileRowProps {
  readonly file: Attached
  readonly onOpen: () => void
  /** Left out where it can't be removed. */
  readonly onRemove: (() => void) | undefined
}

const FileRow = ({ file: { name, bytes }, onOpen, onRemove }: FileRowProps) => (
  <li>
    <Name isCut>{name}</Name>
    <span className="cs-faint">{words.size(bytes)}</span>
    <IconButton icon={Download} size="sm" label={words.open(name)} onPress={onOpen} />
    {onRemove && <IconButton icon={X} size="sm" label={words.remove(name)} onPress={onRemove} />}
  </li>
)

/** The customer's papers, kept with the quote byte for byte; taking one is in the log. */
export const AttachmentList = (props: AttachmentListProps) => {
  const { quote, reason } = props
  const work = useAttachments(props)
  const [removing, setRemoving] = useState<Attached | null>(null)
  const isOpen = reason === undefined
  return (
    <Panel title={words.title}>
      <div className={s['stack']}>
        {quote.attachments.length === 0 && <p className="cs-dim">{words.none}</p>}
        {quote.attachments.length > 0 && (
          <ul className={s['files']}>
            {quote.attachments.map((file) => (
              <FileRow
                key={file.id}
                file={file}
                onOpen={() => work.open.mutate({ id: file.id })}
                onRemove={isOpen ? () => setRemoving(file) : undefined}
              />
            ))}
          </ul>
        )}
        {isOpen && quote.attachments.length < MOST_ATTACHMENTS && <Sending work={work} />}
        <Failures work={work} />
      </div>
      {removing && (
        <Confirm
          title={words.removeTitle(removing.name)}
          action={words.removeDo}
          kind="danger"
          onConfirm={() => {
            work.removeOne(removing.id)
            setRemoving(null)
          }}
          onClose={() => setRemoving(null)}
        >
          {words.removeText}
        </Confirm>
      )}
    </Panel>
  )
}
