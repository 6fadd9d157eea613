import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { classNames } from '../../components/class-names.ts'
import s from './Quotes.module.css'

export interface FileDropProps {
  /** "Drop a file here, or" */
  readonly text: string
  readonly choose: string
  readonly hint?: string
  /** Suffixes that the system's dialog offers. */
  readonly accept: string
  readonly reason?: string | undefined
  readonly isBusy?: boolean
  readonly onFile: (file: File) => void
}

/** A place to drop a file on, with a button that does the same for the keyboard. */
export const FileDrop = ({ text, choose, hint, accept, reason, isBusy = false, onFile }: FileDropProps) => {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const isOpen = reason === undefined && !isBusy
  return (
    <div
      className={classNames(s['drop'], isOver && isOpen && s['over'])}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file && isOpen) onFile(file)
      }}
    >
      <span>{text}</span>
      <Button size="sm" icon={Upload} reason={reason} isBusy={isBusy} onPress={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        className="cs-sr"
        tabIndex={-1}
        aria-label={choose}
        accept={accept}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file && isOpen) onFile(file)
        }}
      />
      {hint !== undefined && <span className={s['hint']}>{hint}</span>}
    </div>
  )
}
