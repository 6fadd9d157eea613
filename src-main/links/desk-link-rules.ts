// Rule: a deep link is exactly countersign://team/ID, countersign://team/ID?ticket=REF or countersign://approval/ID. It
// comes from outside, from any page or mail, so that anything beyond this grammar makes the whole link void instead of
// being ignored.
import { type DeskLink, deskLinkSchema } from '@countersign/shared/desktop'

export const DESK_SCHEME = 'countersign'

const APPROVAL = /^countersign:\/\/approval\/([A-Za-z0-9_]+)$/
const TEAM = /^countersign:\/\/team\/([A-Za-z0-9._:-]+)(?:\?ticket=([A-Za-z0-9._#%-]+))?$/

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** What the text names, not yet checked; null if it has the form of no link. */
const namedBy = (text: string): unknown => {
  const approval = APPROVAL.exec(text)?.[1]
  if (approval) return { approval }
  const [, team, escaped] = TEAM.exec(text) ?? []
  if (!team) return null
  if (escaped === undefined) return { team }
  const ticket = decode(escaped)
  return ticket === null ? null : { team, ticket }
}

/** The link's target, or null for anything that is not exactly a desk link. */
export const parseDeskLink = (text: string): DeskLink | null => {
  const link = deskLinkSchema.safeParse(namedBy(text))
  return link.success ? link.data : null
}

/** Windows and Linux hand a link over as one of the arguments of a started app. */
export const findDeskLink = (argv: readonly string[]): DeskLink | null => {
  const text = argv.find((argument) => argument.startsWith(`${DESK_SCHEME}:`))
  return text === undefined ? null : parseDeskLink(text)
}
