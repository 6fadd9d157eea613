import { useCallback, useRef } from 'react'

/** Enter on a row goes into its panel, where its buttons are; the list stays where it was. */
export const usePanelFocus = () => {
  const panel = useRef<HTMLDivElement>(null)
  const focus = useCallback(() => panel.current?.focus(), [])
  return { panel, focus }
}
