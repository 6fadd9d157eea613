import type { MailVerdict } from '../../ports/mailer.ts'

/** What of a failed conversation decides: nodemailer's own code, the server's answer, and whether the body was on its way. */
export interface SmtpFailure {
  readonly code: string | null
  readonly responseCode: number | null
  readonly isTold: boolean
}

const WORDS: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'The mail server did not answer in time.',
  ECONNECTION: 'The mail server could not be reached.',
  ESOCKET: 'The mail server could not be reached.',
  ECONNREFUSED: 'The mail server could not be reached.',
  EDNS: 'The mail server’s name could not be looked up.',
  EAUTH: 'The mail server refused our name and password.',
  ETLS: 'No encrypted connection to the mail server came about.',
}

const wordsOf = ({ code, responseCode }: SmtpFailure): string => {
  if (responseCode !== null) return `The mail server answered ${responseCode}.`
  return (code === null ? undefined : WORDS[code]) ?? 'The mail could not be handed to the mail server.'
}

/** A 5xx answer to the mail itself is for good (RFC 5321, 4.2.1); one to our name and password is ours to mend. */
export const verdictOf = (failure: SmtpFailure): MailVerdict => {
  const { code, responseCode, isTold } = failure
  const why = wordsOf(failure)
  if (isTold && responseCode === null) {
    return { verdict: 'unknown', why: 'The mail server took the mail and said no more; it may have arrived.' }
  }
  const isAboutUs = code === 'EAUTH' || code === 'ETLS'
  const isForGood = !isAboutUs && responseCode !== null && responseCode >= 500
  return { verdict: isForGood ? 'never' : 'later', why }
}
