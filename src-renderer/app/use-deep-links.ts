import type { DeskLink } from '@countersign/shared/desktop'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { desktop } from '../lib/desktop.ts'

/** `countersign://team/ID?ticket=REF` and a clicked notification: the team is verified first, for its ticket. */
export const useDeepLinks = (): void => {
  const navigate = useNavigate()
  useEffect(() => {
    const open = ({ team, ticket }: DeskLink) => void navigate({ to: '/verify', search: { team, ticket } })
    // What was clicked before the desk was ready, then each link after.
    void desktop?.ask('links.pending').then(
      (link) => link && open(link),
      () => undefined,
    )
    return desktop?.watch('links.onOpen', { onItem: open })
  }, [navigate])
}
