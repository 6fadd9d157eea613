import { Search } from 'lucide-react'
import { useEffect, useId, useState, type KeyboardEvent, type ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { Dialog } from './Dialog.tsx'
import type { KeyHint } from './HealthStrip.tsx'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { PaletteRow, type PaletteItem } from './PaletteRow.tsx'
import { useAnnounce } from './LiveRegion.tsx'
import s from './Palette.module.css'

export type { PaletteItem }

export interface PaletteGroup {
  readonly id: string
  readonly title: string
  /** "proven for #48213, 7 h 59 min left", "mirror, 12 s old, 9 hits in 41 ms" */
  readonly aside?: ReactNode
  readonly items: readonly PaletteItem[]
}

export interface PaletteProps {
  /** The caller filters and searches; the palette shows, moves and runs. */
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly groups: readonly PaletteGroup[]
  readonly isSearching?: boolean
  /** A Problem or a Notice above the results: search is not possible now. */
  readonly problem?: ReactNode
  readonly placeholder?: string
  readonly onRun: (item: PaletteItem, isNewWindow: boolean) => void
  /** Tab: only this team, or everything. */
  readonly onTab?: () => void
  readonly hints?: readonly KeyHint[]
  readonly onClose: () => void
}

const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  PageDown: (at, count) => Math.min(at + 8, count - 1),
  PageUp: (at) => Math.max(at - 8, 0),
}

/** What was pointed at stays chosen while results come in; if it goes, the first one is. */
const useChosen = (groups: readonly PaletteGroup[], query: string) => {
  const [chosen, setChosen] = useState<{ id: string; query: string }>()
  const items = groups.flatMap((group) => group.items)
  const known = chosen?.query === query ? items.findIndex(({ id }) => id === chosen.id) : -1
  const at = known < 0 ? 0 : known
  return { items, at, active: items[at], choose: (id: string) => setChosen({ id, query }) }
}

const usePalette = ({ query, groups, onRun, onTab, isSearching = false }: PaletteProps, base: string) => {
  const { items, at, active, choose } = useChosen(groups, query)
  const announce = useAnnounce()
  const count = items.length
  useEffect(() => {
    if (!isSearching && query !== '') announce(messages.palette.found(count))
  }, [announce, isSearching, query, count])
  const activeElementId = active ? `${base}-${active.id}` : undefined
  useEffect(() => {
    if (activeElementId !== undefined) document.getElementById(activeElementId)?.scrollIntoView({ block: 'nearest' })
  }, [activeElementId])
  const run = (item: PaletteItem, isNewWindow: boolean) => {
    if (item.reason === undefined) onRun(item, isNewWindow)
    else announce(messages.common.notYet(item.reason))
  }
  const act = (event: KeyboardEvent): boolean => {
    if (event.key === 'Enter' && active) run(active, event.ctrlKey || event.metaKey)
    else if (event.key === 'Tab' && !event.shiftKey && onTab) onTab()
    else return false
    return true
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const next = items[moves[event.key]?.(at, Math.max(count, 1)) ?? -1]
    if (next) choose(next.id)
    else if (!act(event)) return
    event.preventDefault()
  }
  return { active, activeElementId, choose, run, press, count }
}

const Foot = ({ hints = [] }: { readonly hints?: readonly KeyHint[] | undefined }) => (
  <div className={s['foot']} aria-hidden>
    {[
      { keys: ['enter'], label: messages.palette.run },
      { keys: ['mod+enter'], label: messages.palette.newWindow },
      ...hints,
    ].map(({ keys, label }) => (
      <span key={label} className={s['hint']}>
        {keys.map((key) => (
          <Kbd key={key} keys={key} />
        ))}
        {label}
      </span>
    ))}
  </div>
)

/** Search, go, act. Esc gives the focus back to where it was. */
export const Palette = (props: PaletteProps) => {
  const { query, onQuery, groups, isSearching = false, problem, placeholder, onClose } = props
  const base = useId()
  const { active, activeElementId, choose, run, press, count } = usePalette(props, base)
  return (
    <Dialog label={messages.palette.name} kind="palette" onClose={onClose}>
      <div className={s['field']}>
        <Icon of={Search} />
        <input
          data-autofocus
          role="combobox"
          className={s['input']}
          aria-label={messages.palette.name}
          aria-expanded
          aria-controls={`${base}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeElementId}
          aria-busy={isSearching}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder ?? messages.palette.placeholder}
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={press}
        />
        {isSearching && <span className={s['busy']}>{messages.palette.searching}</span>}
        <Kbd keys="esc" />
      </div>
      <div className={s['scroll']}>
        {problem !== undefined && <div className={s['problem']}>{problem}</div>}
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the combobox pattern; a <select> can't be searched */}
        <div id={`${base}-list`} role="listbox" aria-label={messages.palette.results}>
          {groups
            .filter(({ items }) => items.length > 0)
            .map(({ id, title, aside, items }) => (
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the only grouping a listbox may have
              <div key={id} role="group" aria-labelledby={`${base}-g-${id}`} className={s['group']}>
                <div className={s['title']}>
                  <span id={`${base}-g-${id}`}>
                    <bdi>{title}</bdi>
                  </span>
                  {aside !== undefined && <span className={s['aside']}>{aside}</span>}
                </div>
                {items.map((item) => (
                  <PaletteRow
                    key={item.id}
                    item={item}
                    elementId={`${base}-${item.id}`}
                    query={query}
                    isActive={item.id === active?.id}
                    onPoint={choose}
                    onRun={run}
                  />
                ))}
              </div>
            ))}
        </div>
        {count === 0 && !isSearching && problem === undefined && (
          <p className={s['nothing']}>
            <b>{messages.palette.nothing}</b> <span className="cs-dim">{messages.palette.nothingNext}</span>
          </p>
        )}
      </div>
      <Foot hints={props.hints} />
    </Dialog>
  )
}
