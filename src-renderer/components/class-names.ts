/** Joins what is there: `classNames('a', isOn && 'b', undefined)` is `a b` or `a`. */
export const classNames = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ')
