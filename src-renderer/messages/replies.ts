import type { Strength } from '@countersign/shared/features/teams'

interface About {
  readonly ticket: string
  /** What the requester claimed. No other team's id may ever stand in a reply. */
  readonly teamId: string
}

const closing = 'Kind regards'

const letter = (...paragraphs: readonly string[]): string => ['Hello,', ...paragraphs, closing].join('\n\n')

const WHERE_THE_ID_IS =
  'You find it in your team’s settings, under General; it is the id in the address of that page too.'

/** Ready-made answers to the requester, one per strength. They say what we need, never what we saw of somebody else. */
export const replies: Record<Strength, (about: About) => string> = {
  proven: ({ ticket, teamId }) =>
    letter(
      `thank you for writing. We have found the billing of your team ${teamId} and are looking into ${ticket}.`,
      'You do not need to send us anything else for now.',
    ),
  ambiguous: ({ ticket, teamId }) =>
    letter(
      `thank you for writing. The billing of your team ${teamId} needs to be put in order on our side before we can go on with ${ticket}.`,
      'You do not need to do anything. We will come back to you as soon as it is done.',
    ),
  conflict: ({ ticket }) =>
    letter(
      `thank you for writing. Before we can go on with ${ticket} we have to be sure which team it is about: what we were sent does not fit together.`,
      `Could you send us the id of your team, and the number of the invoice you mean? ${WHERE_THE_ID_IS}`,
    ),
  weak: ({ ticket }) =>
    letter(
      `thank you for writing. To protect your account, an e-mail address alone is not enough for us to open the billing of a team, so we cannot go on with ${ticket} yet.`,
      `Could you send us the id of your team? ${WHERE_THE_ID_IS}`,
    ),
  unknown: ({ ticket, teamId }) =>
    letter(
      `thank you for writing. We find no billing details for the team ${teamId}, so there is nothing yet that we could change for ${ticket}.`,
      `If the id is right, please enter your billing details first: in your team’s settings, under Billing. If it is not, send us the right one. ${WHERE_THE_ID_IS}`,
    ),
  unverified: ({ ticket }) =>
    letter(
      `thank you for writing. We cannot reach our payment provider at the moment, so we cannot look into ${ticket} yet.`,
      'You do not need to do anything. We will come back to you as soon as we can.',
    ),
}

interface GivenCredit {
  readonly ticket: string | null
  readonly amount: string
  /** What stands on the entry, as the customer may read it. */
  readonly text: string
}

/** To the requester, once Stripe has confirmed the credit. */
export const creditReply = ({ ticket, amount, text }: GivenCredit): string =>
  letter(
    `thank you for your patience${ticket === null ? '' : ` with ${ticket}`}. We have added a credit of ${amount} to your team’s account: ${text}.`,
    'It is taken off your next invoice by itself; what that invoice does not use stays for the ones after it. You do not need to do anything.',
  )
