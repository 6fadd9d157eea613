import type { ParamSchema } from '../build/schema-types.ts'
import { invalidRequest, type StripeRefusal } from './errors.ts'

/** Reads one scalar as Stripe reads it from a form; every refusal names the parameter. */
export const readScalar = (schema: ParamSchema, value: string, param: string): unknown => {
  switch (schema.type) {
    case 'string':
      return value
    case 'integer':
      return readInteger(value, param)
    case 'number':
      return readNumber(value, param)
    case 'decimal':
      return readDecimal(value, param)
    case 'boolean':
      return readBoolean(value, param)
    case 'enum':
      return readEnum(schema.values, value, param)
    case 'array':
      throw invalidRequest('Invalid array', { param })
    default:
      throw invalidRequest('Invalid object', { param })
  }
}

const readInteger = (value: string, param: string): number => {
  if (!/^-?\d{1,15}$/.test(value)) {
    throw invalidRequest(`Invalid integer: ${value}`, { param, code: 'parameter_invalid_integer' })
  }
  return Number(value)
}

const readNumber = (value: string, param: string): number => {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw invalidRequest(`Invalid decimal: ${value}`, { param })
  return number
}

const readDecimal = (value: string, param: string): string => {
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(value)) throw invalidRequest(`Invalid decimal: ${value}`, { param })
  return value
}

const readBoolean = (value: string, param: string): boolean => {
  if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param })
  return value === 'true'
}

const readEnum = (values: readonly string[], value: string, param: string): string => {
  if (values.includes(value)) return value
  const choices = values.length > 1 ? `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}` : (values[0] ?? '')
  throw invalidRequest(`Invalid ${param}: must be one of ${choices}`, { param })
}

export const cannotUnset = (param: string): StripeRefusal =>
  invalidRequest(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    { param, code: 'parameter_invalid_empty' },
  )

const MAX_KEYS = 50
const MAX_KEY_LENGTH = 40
const MAX_VALUE_LENGTH = 500

/** Stripe's limits on metadata: 50 keys, keys of 40 and values of 500 characters, no brackets in keys. */
export const checkMetadata = (metadata: Readonly<Record<string, unknown>>, param: string): void => {
  if (Object.keys(metadata).length > MAX_KEYS) {
    throw invalidRequest(`You can only set up to ${MAX_KEYS} metadata keys.`, { param })
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (key.length > MAX_KEY_LENGTH) {
      throw invalidRequest(
        `Metadata keys can have up to ${MAX_KEY_LENGTH} characters, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`,
        { param },
      )
    }
    if (String(value).length > MAX_VALUE_LENGTH) {
      throw invalidRequest(
        `Metadata values can have up to ${MAX_VALUE_LENGTH} characters, but you passed in a value that is ${String(value).length} characters. Invalid value: ${String(value)}`,
        { param: `${param}[${key}]` },
      )
    }
  }
}
