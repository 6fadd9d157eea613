// Rule: a deep link is exactly countersign://team/ID or countersign://team/ID?ticket=REF. It comes from outside, from
// any page or mail, so that anything beyond this grammar makes the whole link void instead of being ignored.
import { type DeskLink, deskLinkSchema } from '@countersign/shared/desktop'

export const DESK_SCHEME = 'countersign'

const GRAMMAR = /^countersign:\/\/team\/([A-Za-z0-9._:-]+)(?:\?ticket=([A-Za-z0-9._#%-]+))?$/

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The link's target, or null for anything that is not exactly a desk link. */
export const parseDeskLink = (text: string): DeskLink | null => {
  const match = GRAMMAR.exec(text)
  if (!match?.[1]) return null
  const ticket = match[2] === undefined ? undefined : decode(match[2])
  if (ticket === null) return null
  const link = deskLinkSchema.safeParse(ticket === undefined ? { team: match[1] } : { team: match[1], ticket })
  return link.success ? link.data : null
}

/** Windows and Linux hand a link over as one of the arguments of a started app. */
export const findDeskLink = (argv: readonly string[]): DeskLink | null => {
  const text = argv.find((argument) => argument.startsWith(`${DESK_SCHEME}:`))
  return text === undefined ? null : parseDeskLink(text)
}
