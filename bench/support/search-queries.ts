import { draw, emailOf, invoiceNumberOf, nameOf, stripeIdOf, teamIdOf } from './sample-people.ts'

export interface QueryKind {
  readonly what: string
  /** p99 in milliseconds that is asked for. */
  readonly goalMs: number
  readonly textOf: (number: number) => string
}

const ANY = 10
const EXACT = 1

const cut = (text: string, length: number): string => Array.from(text).slice(0, Math.max(1, length)).join('')

/** What is on the screen after some keystrokes: from one letter to the whole. */
const typed = (text: string, number: number): string => cut(text, 1 + draw(number, 50, Array.from(text).length))

/** Three to eight letters from anywhere in a name, as they stand; what is pasted isn't cut at words. */
const inside = (name: string, number: number): string => {
  const letters = Array.from(name)
  const length = Math.min(letters.length, 3 + draw(number, 51, 6))
  const from = draw(number, 52, letters.length - length + 1)
  return letters.slice(from, from + length).join('')
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** The first customer from `number` on whose name is as wanted. */
const nameWhere = (number: number, isWanted: (name: string) => boolean): string => {
  for (let at = number; ; at++) {
    const name = nameOf(at)
    if (isWanted(name)) return name
  }
}

const withTeam = (number: number): number => (number % 3 === 0 ? number + 1 : number)

// The most common runs of letters in this account: what an index of grams likes least.
const COMMON =
  'gmb mbh com ana lan ran tics smith gmail mail.com group labs energy llc yst partners 有限公司 شرك'.split(' ')
const APART = [
  'gmail ball',
  'lan gmb',
  'anal group',
  'smithson',
  'lablan',
  'comgmb',
  'energyst',
  'ranran',
  'tellan',
  'calcal',
]

export const QUERY_KINDS: readonly QueryKind[] = [
  { what: 'Stripe id, whole', goalMs: EXACT, textOf: (n) => stripeIdOf('cus', n) },
  { what: 'invoice id, whole', goalMs: EXACT, textOf: (n) => stripeIdOf('in', n) },
  { what: 'Stripe id, each keystroke', goalMs: ANY, textOf: (n) => cut(stripeIdOf('cus', n), 5 + draw(n, 53, 14)) },
  { what: 'team id, whole', goalMs: ANY, textOf: (n) => teamIdOf(withTeam(n)) },
  { what: 'team id of a subscription, whole', goalMs: ANY, textOf: (n) => teamIdOf(n - (n % 3)) },
  { what: 'team id, each keystroke', goalMs: ANY, textOf: (n) => typed(teamIdOf(withTeam(n)), n) },
  { what: 'e-mail, whole', goalMs: ANY, textOf: emailOf },
  { what: 'e-mail, each keystroke', goalMs: ANY, textOf: (n) => typed(emailOf(n), n) },
  { what: 'name, each keystroke', goalMs: ANY, textOf: (n) => typed(nameOf(n), n) },
  { what: 'name infix, Latin', goalMs: ANY, textOf: (n) => inside(nameWhere(n, isAscii), n) },
  {
    what: 'name infix, other scripts and emoji',
    goalMs: ANY,
    textOf: (n) =>
      inside(
        nameWhere(n, (name) => !isAscii(name)),
        n,
      ),
  },
  { what: 'infix, the commonest letters', goalMs: ANY, textOf: (n) => COMMON[n % COMMON.length] ?? '' },
  { what: 'infix, common letters that stand apart', goalMs: ANY, textOf: (n) => APART[n % APART.length] ?? '' },
  { what: 'infix that nothing holds', goalMs: ANY, textOf: (n) => `q${inside(nameWhere(n, isAscii), n)}x` },
  { what: 'invoice number, whole', goalMs: ANY, textOf: invoiceNumberOf },
  { what: 'invoice number, each keystroke', goalMs: ANY, textOf: (n) => typed(invoiceNumberOf(n), n) },
]
