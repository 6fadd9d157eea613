import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { SearchHit } from '@countersign/shared/features/search'
import { Search as SearchIcon } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Icon } from '../../components/Icon.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { search as words } from '../../messages/search.ts'
import { HitPanel } from './HitPanel.tsx'
import { hitColumns } from './hit-columns.tsx'
import { hitId, hitPath } from './hit-looks.ts'
import { readQuery } from './query-rules.ts'
import { useSearch } from './use-search.ts'
import s from './TeamsPanel.module.css'

export interface TeamsPanelProps {
  readonly text: string
  readonly itemId: string | undefined
  /** Kept in the address; a new text forgets what was chosen. */
  readonly onText: (text: string) => void
  readonly onItem: (id: string | undefined) => void
  readonly onOpen: (href: string) => void
  /** What stands there while nothing is typed, and when nothing was found. */
  readonly empty: ReactNode
}

const LIMIT = 50
const TO_ADDRESS_MS = 300

const titleOf = ({ title }: SearchHit): string => title

interface FieldProps extends Pick<TeamsPanelProps, 'text' | 'onText'> {
  readonly onEnter: (text: string) => void
}

const Field = ({ text, onText, onEnter }: FieldProps) => {
  const [typed, setTyped] = useState(text)
  const field = useRef<HTMLInputElement>(null)
  const tell = useDebouncedCallback(onText, TO_ADDRESS_MS)
  useEffect(() => field.current?.focus(), [])
  return (
    <TextInput
      ref={field}
      type="search"
      aria-label={words.page.field}
      placeholder={words.placeholder}
      autoComplete="off"
      spellCheck={false}
      leftSection={<Icon of={SearchIcon} />}
      value={typed}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
        onText(typed)
        onEnter(typed)
      }}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}

/** Everything in the mirror that holds the text; the panel follows the list. */
export const TeamsPanel = ({ text, itemId, onText, onItem, onOpen, empty }: TeamsPanelProps) => {
  const search = useSearch(readQuery(text), LIMIT)
  const chosen = search.hits.find((hit) => hitId(hit) === itemId)
  const open = (hit: SearchHit) => {
    const href = hitPath(hit)
    if (href !== undefined) onOpen(href)
  }
  const entered = useRef<string>(undefined)
  useEffect(() => {
    if (entered.current !== text || !search.isCurrent) return
    entered.current = undefined
    const [first] = search.hits
    const exact = search.hits.find(({ isExact }) => isExact)
    if (exact) open(exact)
    else if (first) onItem(hitId(first))
  })
  return (
    <>
      <div className={s['bar']}>
        <Field
          text={text}
          onText={onText}
          onEnter={(typed) => {
            entered.current = typed
          }}
        />
        <span className={s['more']}>{search.result?.hasMore === true && words.page.more}</span>
      </div>
      <SidePanel
        label={words.page.panel}
        panel={chosen && <HitPanel hit={chosen} onOpen={() => open(chosen)} />}
        onClose={() => onItem(undefined)}
      >
        <DenseTable
          label={words.page.table}
          rows={search.hits}
          columns={hitColumns}
          rowId={hitId}
          rowLabel={titleOf}
          activeId={itemId}
          onActive={onItem}
          onOpen={open}
          isLoading={search.isSearching && search.hits.length === 0}
          hasPageKeys
          empty={empty}
          {...(search.error === null
            ? {}
            : { problem: <FailureProblem title={words.failed} error={search.error} onRetry={search.retry} /> })}
        />
      </SidePanel>
    </>
  )
}
