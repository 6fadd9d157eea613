import type { Dunning } from '../billing/dunning-rules.ts'
import { invalidRequest } from '../wire/errors.ts'

type Body = Readonly<Record<string, unknown>>

const oneOf = <T extends string>(body: Body, name: string, choices: readonly T[]): T | undefined => {
  const value = body[name]
  const found = choices.find((choice) => choice === value)
  if (value !== undefined && found === undefined)
    throw invalidRequest(`'${name}' must be one of ${choices.join(', ')}.`, { param: name })
  return found
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'number')

/** `{retry_days?, subscription?, invoice?}` of the control API. */
export const readDunning = (body: Body): Partial<Dunning> => {
  const { retry_days: days } = body
  if (days !== undefined && !isNumbers(days))
    throw invalidRequest("'retry_days' must be a list of numbers.", { param: 'retry_days' })
  const subscription = oneOf(body, 'subscription', ['cancel', 'past_due', 'unpaid'] as const)
  const invoice = oneOf(body, 'invoice', ['open', 'uncollectible'] as const)
  return {
    ...(days === undefined ? {} : { retryDays: days }),
    ...(subscription === undefined ? {} : { subscription }),
    ...(invoice === undefined ? {} : { invoice }),
  }
}
