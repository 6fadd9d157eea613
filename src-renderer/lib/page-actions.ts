import type { LucideIcon } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** Something that can be done with what the page shows. The palette lists it first. */
export interface PageAction {
  readonly id: string
  readonly icon: LucideIcon
  readonly label: string
  /** "1 approver", "can be undone" */
  readonly detail?: string
  readonly keys?: string
  /** Why it can't be done now; the row stays, dimmed. */
  readonly reason?: string
  readonly run: () => void
}

export interface PageActions {
  /** What the actions are about: the team's name. */
  readonly title: string
  /** "proven for #48213, 7 h 59 min left" */
  readonly aside?: string
  readonly actions: readonly PageAction[]
}

const NONE: PageActions | null = null

export const usePageActionsStore = create<{ readonly page: PageActions | null }>(() => ({ page: NONE }))

/** The page that is open says what can be done with it; it is forgotten when the page closes. */
export const usePageActions = (page: PageActions | null): void => {
  const latest = useRef(page)
  useEffect(() => {
    latest.current = page
  })
  // Icons and functions can't be compared by value; what is shown can.
  const shape = JSON.stringify(page)
  useEffect(() => {
    const shown = latest.current
    if (shape === 'null' || shown === null) return undefined
    const live: PageActions = {
      ...shown,
      actions: shown.actions.map((action) => ({
        ...action,
        run: () => latest.current?.actions.find(({ id }) => id === action.id)?.run(),
      })),
    }
    usePageActionsStore.setState({ page: live })
    return () => usePageActionsStore.setState(({ page }) => ({ page: page === live ? null : page }))
  }, [shape])
}
