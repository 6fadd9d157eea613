import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useAnnounce } from '../components/LiveRegion.tsx'

/** A new page takes the focus and says its title, as a browser does for a document; a page may have taken it already. */
export const usePageFocus = (): void => {
  const router = useRouter()
  const announce = useAnnounce()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (!fromLocation || !pathChanged) return
        const page = document.querySelector<HTMLElement>('#page')
        if (!page?.contains(document.activeElement)) page?.focus()
        announce(document.title)
      }),
    [router, announce],
  )
}
