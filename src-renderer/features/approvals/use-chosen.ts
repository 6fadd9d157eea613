import { useState } from 'react'
import type { RequestGroup, View } from './list-rules.ts'

interface Kept {
  readonly view: View
  readonly id: string | undefined
}

/**
 * Whose card is shown: what the address names, else what was shown last, else the first of the list. It stays while the
 * list moves under it: what was just signed leaves its heap, and its outcome has to be read.
 */
export const useChosen = (
  itemId: string | undefined,
  view: View,
  groups: readonly RequestGroup[],
): string | undefined => {
  const [kept, setKept] = useState<Kept>({ view, id: itemId })
  const before = kept.view === view ? kept.id : undefined
  const id = itemId ?? before ?? groups[0]?.lines[0]?.id
  // React's own way to keep something of what was rendered before: it renders again at once.
  if (kept.view !== view || kept.id !== id) setKept({ view, id })
  return id
}
