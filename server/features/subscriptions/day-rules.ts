// Rule: a day is said without a doubt about month and day, and a moment with its minute in UTC.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `21 Nov 2026` */
export const dayWords = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`

/** `21 Nov 2026, 14:05 UTC` */
export const momentWords = (iso: string): string => `${dayWords(iso)}, ${iso.slice(11, 16)} UTC`
