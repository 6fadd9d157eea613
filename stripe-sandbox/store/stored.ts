import type { Stripe } from 'stripe'

type Scalar = string | number | boolean | null | undefined | void

type Members<T> = T extends Scalar
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends readonly (infer E)[]
      ? AsStored<E>[]
      : { [K in keyof T]: AsStored<T[K]> }

/** Where the SDK says "an id or its object", the store keeps the id. */
type AsStored<T> = [Extract<T, string>] extends [never]
  ? Members<T>
  : string extends T
    ? Exclude<T, { readonly id: string }>
    : Members<T>

/**
 * An SDK object as the sandbox keeps and sends it: references are ids, decimals are strings (the client makes them
 * decimals). Everything else has the SDK's own type.
 */
export type Stored<T> = { [K in keyof T]: AsStored<T[K]> }
