// A password has at least 12 characters, isn't one that everybody tries first, and doesn't contain the e-mail address.
// There are no rules of composition and no forced change: both make people choose worse (NIST SP 800-63B, 3.1.1.2).

export type PasswordWeakness = 'too-short' | 'common' | 'contains-email'

const MIN_CHARACTERS = 12
const MIN_DISTINCT = 5
/** A common word with a year and an exclamation mark stays a common word. */
const MIN_OWN_LETTERS = 4

const COMMON_WORDS = [
  'password',
  'passwort',
  'passw0rd',
  'p@ssword',
  'p@ssw0rd',
  'administrator',
  'admin',
  'welcome',
  'letmein',
  'changeme',
  'default',
  'secret',
  'login',
  'master',
  'dragon',
  'monkey',
  'football',
  'baseball',
  'iloveyou',
  'sunshine',
  'princess',
  'superman',
  'qwerty',
  'qwertz',
  'azerty',
  'trustno1',
  'whatever',
  'starwars',
  'billing',
  'stripe',
  'countersign',
]

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!@#$%^&*()_+',
]
const backwards = (text: string) => text.split('').toReversed().join('')
const RUNS_BOTH_WAYS = RUNS.flatMap((run) => [run, backwards(run)])
const MIN_RUN = 6
const isRun = (text: string) => RUNS_BOTH_WAYS.some((run) => run.includes(text))

/** The length of the run that starts here, 0 if what starts here is none. */
const runLengthAt = (text: string, at: number): number => {
  let length = 0
  while (at + length < text.length && isRun(text.slice(at, at + length + 1))) length++
  return length >= MIN_RUN ? length : 0
}

/** What is left once the runs and words that everybody tries are taken away. */
const withoutCommonParts = (lowered: string): string => {
  let rest = ''
  for (let at = 0; at < lowered.length; ) {
    const length = runLengthAt(lowered, at)
    if (length === 0) rest += lowered[at]
    at += Math.max(1, length)
  }
  return COMMON_WORDS.reduce((text, word) => text.replaceAll(word, ''), rest)
}

const isCommon = (lowered: string): boolean => {
  if (new Set(lowered).size < MIN_DISTINCT || /^\d+$/.test(lowered)) return true
  const rest = withoutCommonParts(lowered)
  const decoration = /[\d\p{P}\p{S}\s]/gu
  return rest !== lowered && rest.replace(decoration, '').length < MIN_OWN_LETTERS
}

const containsEmail = (lowered: string, email: string): boolean => {
  const address = email.toLowerCase()
  const local = address.split('@')[0] ?? ''
  return lowered.includes(address) || (local.length >= 4 && lowered.includes(local))
}

/** Why this password can't be taken, or null. */
export const passwordWeakness = (password: string, email: string): PasswordWeakness | null => {
  if (Array.from(password).length < MIN_CHARACTERS) return 'too-short'
  const lowered = password.toLowerCase()
  if (containsEmail(lowered, email)) return 'contains-email'
  return isCommon(lowered) ? 'common' : null
}
