// Rule: a ticket becomes a link to the helpdesk by the template of the settings; without one it stays a word.

export const linkTicket = (template: string | null, ticket: string): string | null =>
  template === null ? null : template.replace('{ticket}', encodeURIComponent(ticket))
