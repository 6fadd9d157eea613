import type { RequestLine } from '@countersign/shared/features/approvals'
import { type KeyboardEvent, useEffect } from 'react'
import { Empty } from '../../components/Empty.tsx'
import { useShortcuts } from '../../components/use-shortcuts.ts'
import { approvals as words } from '../../messages/approvals.ts'
import { type RequestGroup, stepFrom, type View } from './list-rules.ts'
import { itemId, RequestItem } from './RequestItem.tsx'
import s from './RequestList.module.css'

export interface RequestListProps {
  readonly groups: readonly RequestGroup[]
  readonly view: View
  readonly chosenId: string | undefined
  readonly viewerId: string
  readonly now: string
  readonly onChoose: (id: string) => void
  /** Enter: the reader goes over to the card. */
  readonly onOpen: () => void
}

const PAGE = 8
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
}

const useListKeys = ({ groups, chosenId, onChoose, onOpen }: RequestListProps) => {
  const ids = groups.flatMap(({ lines }) => lines.map(({ id }) => id))
  const step = (by: number) => {
    const next = stepFrom(ids, chosenId, by)
    if (next !== undefined) onChoose(next)
  }
  useShortcuts([
    { keys: 'j', label: words.list.next, group: words.list.keys, canRepeat: true, run: () => step(1) },
    { keys: 'k', label: words.list.previous, group: words.list.keys, canRepeat: true, run: () => step(-1) },
  ])
  return (event: KeyboardEvent) => {
    const by = STEPS[event.key]
    if (by === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (by === undefined) onOpen()
    else step(by)
  }
}

const Group = ({ group, ...props }: RequestListProps & { readonly group: RequestGroup }) => {
  const { chosenId, viewerId, now, onChoose } = props
  const title = words.list.groups[group.id]
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the only grouping a listbox may have
    <div role="group" aria-label={title}>
      <div className={s['title']} aria-hidden>
        {title}
      </div>
      {group.lines.map((line: RequestLine) => (
        <RequestItem
          key={line.id}
          line={line}
          now={now}
          isChosen={line.id === chosenId}
          isOwn={line.requesterId === viewerId}
          onChoose={() => onChoose(line.id)}
        />
      ))}
    </div>
  )
}

/** What waits and what was decided, in heaps. One stop of the keyboard; the row chosen is told to screen readers. */
export const RequestList = (props: RequestListProps) => {
  const { groups, view, chosenId } = props
  const onKeyDown = useListKeys(props)
  useEffect(() => {
    if (chosenId !== undefined) document.querySelector(`#${itemId(chosenId)}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosenId])
  const isThere = groups.some(({ lines }) => lines.some(({ id }) => id === chosenId))
  if (groups.length === 0) return <Empty title={words.list.empty[view]}>{words.list.emptyNext}</Empty>
  return (
    <div
      id="requests"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <select> can't hold three lines a row
      role="listbox"
      tabIndex={0}
      aria-label={words.list.region}
      aria-activedescendant={isThere && chosenId !== undefined ? itemId(chosenId) : undefined}
      className={s['list']}
      onKeyDown={onKeyDown}
    >
      {groups.map((group) => (
        <Group key={group.id} {...props} group={group} />
      ))}
    </div>
  )
}
