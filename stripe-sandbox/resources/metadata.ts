import type { Stripe } from 'stripe'

export type MetadataParam = Stripe.Emptyable<Stripe.MetadataParam> | undefined

/** Stripe merges metadata: an empty value removes its key, an empty string instead of the hash removes all. */
export const mergeMetadata = (old: Readonly<Record<string, string>> | null, param: MetadataParam): Stripe.Metadata => {
  if (param === undefined || param === null) return { ...old }
  if (param === '') return {}
  const merged: Record<string, string> = { ...old }
  for (const [key, value] of Object.entries(param)) {
    if (value === '' || value === null) delete merged[key]
    else merged[key] = String(value)
  }
  return merged
}

/** An empty string unsets a text field. */
export const orNull = (value: string | null | undefined): string | null => (value === '' ? null : (value ?? null))

/** The new value of a field: the parameter if it was sent, else what was there. */
export const updated = (param: string | null | undefined, old: string | null | undefined): string | null =>
  param === undefined ? (old ?? null) : orNull(param)
