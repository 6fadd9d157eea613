// A first administrator takes the tenant over by a link that whoever runs it made: mailed once to the address that the plan
// names, and never a password. Only an https address is passed on; nobody is mailed at an address that isn't one.

const LONGEST_URL = 2000
/** One address, nothing that could become a second one or a header. */
const EMAIL = /^[^\s\p{Cc}<>,;:"()[\]@]+@[^\s\p{Cc}<>,;:"()[\]@]+\.[^\s\p{Cc}<>,;:"()[\]@.]+$/u
const LONGEST_EMAIL = 254

const isGoodUrl = (text: string): boolean => {
  if (text.length > LONGEST_URL || /[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return protocol === 'https:' && username === '' && password === ''
}

const isEmail = (text: string): boolean => text.length <= LONGEST_EMAIL && EMAIL.test(text)

/** Whom it is for, or why it is passed on to nobody. */
export const judgeInvitation = (
  url: string,
  email: string | null,
): { readonly to: string } | { readonly why: string } => {
  if (!isGoodUrl(url)) return { why: 'An invitation came with an address that isn’t plain https; it is not passed on.' }
  if (email === null) return { why: 'An invitation came, but no admin-email says whom it is for.' }
  return isEmail(email) ? { to: email } : { why: 'An invitation came, but admin-email is no e-mail address.' }
}

/** What its address is sealed for. */
export const INVITATION_SEAL = 'tenant-invitation'

export const INVITATION_MAIL = 'tenant-invitation'

/** The team comes last: its id may hold anything. */
export const invitationKey = ({ teamId, number, send }: { teamId: string; number: number; send: number }): string =>
  `${INVITATION_MAIL}:${number}:${send}:${teamId}`

export const readInvitationKey = (key: string): { teamId: string; number: number } | null => {
  const [, number = '', teamId = ''] = /^[^:]+:(\d+):\d+:(.+)$/s.exec(key) ?? []
  return teamId === '' ? null : { teamId, number: Number(number) }
}

/** What stands in the outbox in place of the address. */
const MARK = '[The address is put in when this mail goes out.]'

export const invitationMail = (teamId: string): { readonly subject: string; readonly text: string } => ({
  subject: `Your invitation to ${teamId}`,
  text: [
    `“${teamId}” is ready, and you are named as its first administrator.`,
    '',
    'Open this address to take it over and to choose your own password:',
    '',
    MARK,
    '',
    'Whoever opens it first becomes the administrator: please pass it on to nobody.',
    '',
  ].join('\n'),
})

export const withInvitation = (text: string, url: string): string => text.replace(MARK, () => url)
