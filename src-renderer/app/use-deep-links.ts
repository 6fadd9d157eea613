import type { DeskLink } from '@countersign/shared/desktop'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { desktop } from '../lib/desktop.ts'

/**
 * `countersign://team/ID?ticket=REF`, `countersign://approval/ID` and a clicked notification: a team is verified first,
 * for its ticket; a request for approval opens as it is.
 */
export const useDeepLinks = (): void => {
  const navigate = useNavigate()
  useEffect(() => {
    const open = (link: DeskLink) => {
      if ('approval' in link) void navigate({ to: '/approvals', search: { item: link.approval } })
      else void navigate({ to: '/verify', search: { team: link.team, ticket: link.ticket } })
    }
    // What was clicked before the desk was ready, then each link after.
    void desktop?.ask('links.pending').then(
      (link) => link && open(link),
      () => undefined,
    )
    return desktop?.watch('links.onOpen', { onItem: open })
  }, [navigate])
}
