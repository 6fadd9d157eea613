import { type BridgeRequest, requestSchema } from '@countersign/shared/bridge'
import { MAX_MESSAGE_CHARS } from '@countersign/shared/bridge-channel'

export type ReadRequest =
  | { readonly isValid: true; readonly request: BridgeRequest }
  /** `id` is the call to answer, where the message was sound enough to name one. */
  | { readonly isValid: false; readonly problem: string; readonly id: number | null }

class PollutingKeyError extends Error {}

/** Keys by which a later careless merge would reach a prototype. JSON.parse itself makes them harmless own properties. */
const refusePollution = (key: string, value: unknown): unknown => {
  if (key === '__proto__') throw new PollutingKeyError(key)
  if (key === 'constructor' && typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')) {
    throw new PollutingKeyError(key)
  }
  return value
}

const invalid = (problem: string, id: number | null = null): ReadRequest => ({ isValid: false, problem, id })

const idOf = (value: unknown): number | null => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null
}

/** Reads one message of a page. Everything about it is untrusted: its type, its size, its keys and its shape. */
export const readRequest = (message: unknown): ReadRequest => {
  if (typeof message !== 'string') return invalid('not text')
  if (message.length > MAX_MESSAGE_CHARS) return invalid('too large')
  let value: unknown
  try {
    value = JSON.parse(message, refusePollution)
  } catch (error) {
    return invalid(error instanceof PollutingKeyError ? 'polluting key' : 'not JSON')
  }
  const parsed = requestSchema.safeParse(value)
  return parsed.success ? { isValid: true, request: parsed.data } : invalid('not an envelope', idOf(value))
}
