import { shell } from 'electron'
import { Refusal } from '../bridge/refusal.ts'
import { DESK_SCHEME, parseDeskLink } from './desk-link-rules.ts'
import { allowedExternalUrl, type KnownPlaces } from './external-link-rules.ts'
import type { DeskLinks } from './setup-links.ts'

/** A desk link stays inside; an allowed one goes to the system's browser. */
export const openExternal = async (text: string, links: DeskLinks, known: KnownPlaces): Promise<void> => {
  if (text.startsWith(`${DESK_SCHEME}:`)) {
    const link = parseDeskLink(text)
    if (!link) throw new Refusal('INPUT_INVALID', { message: 'That is not a link of the desk.' })
    return links.open(link)
  }
  const url = allowedExternalUrl(text, known)
  if (!url) throw new Refusal('INPUT_INVALID', { message: 'Only https: links to known hosts leave the desk.' })
  await shell.openExternal(url)
}
