import { useShortcuts } from '../components/use-shortcuts.ts'
import { useMe } from '../lib/use-me.ts'
import { desk } from '../messages/desk.ts'
import { messages } from '../messages/index.ts'
import { DESTINATIONS } from './navigation.ts'
import { missingFor } from './use-nav-sections.ts'

export const goTo = (href: string): void => {
  location.hash = href
}

/** `g v`, `g t`, … from anywhere. */
export const useDeskKeys = (): void => {
  const roles = useMe()?.staff.roles ?? []
  useShortcuts(
    DESTINATIONS.map((destination) => {
      const reason = missingFor(destination, roles)
      return {
        keys: destination.keys,
        label: desk.goTo(destination.label),
        group: messages.shortcuts.everywhere,
        run: () => goTo(destination.href),
        ...(reason === undefined ? {} : { reason }),
      }
    }),
  )
}
