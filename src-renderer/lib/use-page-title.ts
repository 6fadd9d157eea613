import { useEffect } from 'react'

/** What the tab, the window list and a screen reader call this page. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
}
