// Rule: a mail about a request names what is asked, by whom and until when, and how to open it; it goes over other
// people's servers, so it names the team by its id and never the customer.

import { toIso } from '@countersign/shared/times'

export interface MailedRequest {
  readonly id: string
  readonly title: string
  readonly teamId: string | null
  readonly ticket: string | null
  readonly requesterName: string
  readonly expiresAt: number
}

const about = ({ title, teamId, ticket }: MailedRequest): string =>
  [title, teamId === null ? '' : `for team ${teamId}`, ticket === null ? '' : `(ticket ${ticket})`]
    .filter((part) => part !== '')
    .join(' ')

const opening = ({ id }: MailedRequest): string => `Open it in the desk: countersign://approval/${id}`

export const askedMail = (request: MailedRequest) => ({
  subject: `Waits for your word: ${request.title}`,
  text: `${request.requesterName} asks: ${about(request)}.\n\nIt expires at ${toIso(request.expiresAt)}.\n${opening(request)}\n`,
})

export const answeredMail = (request: MailedRequest, news: string) => ({
  subject: `${news}: ${request.title}`,
  text: `${about(request)}: ${news}.\n\n${opening(request)}\n`,
})
