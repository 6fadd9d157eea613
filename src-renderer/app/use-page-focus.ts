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
        // Another page starts at its top; another choice on the same page moves nothing.
        page?.scrollTo({ top: 0 })
        if (!page?.contains(document.activeElement)) page?.focus({ preventScroll: true })
        announce(document.title)
      }),
    [router, announce],
  )
}
