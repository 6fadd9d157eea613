import type { CheckedInput } from '@countersign/shared/desktop'
import { Notification } from 'electron'
import type { DeskLinks } from '../links/setup-links.ts'

/** Shown ones are kept here: a collected notification loses its click. */
const shown = new Set<Notification>()

interface Opening {
  readonly links: DeskLinks
  readonly showWindow: () => void
}

/** A click brings the desk to the front and opens what the notification is about. */
export const notify = ({ title, body, open }: CheckedInput<'notify'>, { links, showWindow }: Opening): boolean => {
  if (!Notification.isSupported()) return false
  const notification = new Notification({ title, body })
  shown.add(notification)
  notification.on('close', () => shown.delete(notification))
  notification.on('click', () => {
    shown.delete(notification)
    showWindow()
    if (open) links.open(open)
  })
  notification.show()
  return true
}
