import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Palette, type PaletteGroup, type PaletteItem } from '../../components/Palette.tsx'
import { companionNow } from '../../lib/companion-clock.ts'
import { ageText } from '../../lib/dates.ts'
import { search as words } from '../../messages/search.ts'
import { hitItem, hitPath } from './hit-looks.ts'
import { holdsQuery, type PaletteQuery, readQuery } from './query-rules.ts'
import { type Search, useSearch } from './use-search.ts'

export interface Command extends PaletteItem {
  readonly run: () => void
}

export interface CommandGroup extends Omit<PaletteGroup, 'items'> {
  readonly commands: readonly Command[]
  /** Shown whatever is typed, as what is typed made it. */
  readonly isForQuery?: boolean
}

export interface SearchPaletteProps {
  /** Actions of the open object and places to go, given what is typed. */
  readonly commandsFor: (text: string) => readonly CommandGroup[]
  readonly onOpen: (href: string, isNewWindow: boolean) => void
  readonly onClose: () => void
}

const LIMIT = 8

const HINTS = [
  { keys: ['#'], label: words.hintId },
  { keys: ['@'], label: words.hintEmail },
  { keys: ['>'], label: words.hintActions },
]

const asideOf = ({ result, hits }: Search): string | undefined => {
  if (!result) return undefined
  const age = result.asOf === null ? null : ageText(result.asOf, companionNow())
  return words.aside(age, words.hits(hits.length, result.hasMore), result.tookMs)
}

const fitting = (groups: readonly CommandGroup[], { scope, text }: PaletteQuery): readonly CommandGroup[] =>
  scope === 'ids' || scope === 'emails'
    ? []
    : groups.map((group) => ({
        ...group,
        commands: group.commands.filter(({ label }) => group.isForQuery === true || holdsQuery(label, text)),
      }))

/** Search, go, act: an exact id opens with Enter, even when Enter comes before the answer. */
export const SearchPalette = ({ commandsFor, onOpen, onClose }: SearchPaletteProps) => {
  const [typed, setTyped] = useState('')
  const query = readQuery(typed)
  const search = useSearch(query, LIMIT)
  // What is offered for the text itself waits for the answer: an Enter before it is meant for what will be found.
  const groups = fitting(commandsFor(query.text), query).filter(({ isForQuery }) => !isForQuery || search.isCurrent)
  const commands = groups.flatMap((group) => group.commands)
  const exact = search.isCurrent ? search.hits.find(({ isExact }) => isExact) : undefined
  const open = (href: string | undefined, isNewWindow: boolean) => {
    if (href === undefined) return
    onClose()
    onOpen(href, isNewWindow)
  }
  const entered = useRef<string>(undefined)
  useEffect(() => {
    if (entered.current === undefined || !search.isCurrent) return
    const isForThis = entered.current === typed
    entered.current = undefined
    if (isForThis && exact) open(hitPath(exact), false)
  })
  const run = ({ id }: PaletteItem, isNewWindow: boolean) => {
    const command = commands.find((each) => each.id === id)
    const hit = search.hits.find((each) => hitItem(each).id === id)
    if (command) onClose()
    command?.run()
    if (hit) open(hitPath(hit), isNewWindow)
  }
  const enterEarly = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.defaultPrevented && search.isSearching) entered.current = typed
  }
  const found: PaletteGroup = {
    id: 'found',
    title: words.found,
    aside: asideOf(search),
    items: search.hits.map(hitItem),
  }
  const acting = groups.map(({ commands: items, ...group }) => ({ ...group, items }))
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the field's Enter; it is no control itself
    <div onKeyDown={enterEarly}>
      <Palette
        query={typed}
        onQuery={setTyped}
        groups={exact ? [found, ...acting] : [...acting, found]}
        isSearching={search.isSearching}
        placeholder={words.placeholder}
        {...(search.error === null
          ? {}
          : { problem: <FailureProblem title={words.failed} error={search.error} onRetry={search.retry} /> })}
        onRun={run}
        hints={HINTS}
        onClose={onClose}
      />
    </div>
  )
}
