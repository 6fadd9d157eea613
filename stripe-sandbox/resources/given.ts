/** The parameter if it was sent, else the given value. */
export const given = <A, B>(asked: A | undefined, otherwise: B): A | B => (asked === undefined ? otherwise : asked)

/** A parameter that an empty string unsets: the value, null when unset, the old value when not sent. */
export const settable = <A, B>(asked: A | '' | null | undefined, old: B): A | B | null => {
  if (asked === undefined) return old
  return asked === '' ? null : asked
}
