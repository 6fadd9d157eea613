import { GatewayError } from '../../kernel/errors.ts'

/** What of an object that Stripe may have deleted since it was mirrored; null: it has. */
export const readIfThere = async <Value>(read: () => Promise<Value>): Promise<Value | null> => {
  try {
    return await read()
  } catch (error) {
    if (error instanceof GatewayError && error.stripe?.code === 'resource_missing') return null
    throw error
  }
}
