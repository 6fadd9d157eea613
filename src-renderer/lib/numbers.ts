const counts = new Intl.NumberFormat('en-US')
const plurals = new Intl.PluralRules('en')

export const countText = (count: number): string => counts.format(count)

/** `plural(1, 'hit', 'hits')` is `1 hit`, `plural(1200, …)` is `1,200 hits`. */
export const plural = (count: number, one: string, other: string): string =>
  `${countText(count)} ${plurals.select(count) === 'one' ? one : other}`
