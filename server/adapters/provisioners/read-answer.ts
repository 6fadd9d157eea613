import type { ProvisionRefusal } from '../../ports/provisioner.ts'
import type { Answer } from './send-request.ts'

/** 401, 403, 404 and 410 mean another key or address, 4xx another order: sending the same again helps nobody. */
const MAY_PASS = new Set([408, 409, 423, 425, 429])

/** Why an answer is none that tells of success; null when it is 2xx. */
export const refusalOf = (who: string, answer: Answer): ProvisionRefusal | null => {
  if (answer.kind !== 'answered') {
    const isForever = answer.kind === 'forbidden'
    return { verdict: isForever ? 'never' : 'later', why: `${who} gave no answer: ${answer.why}.` }
  }
  const { status } = answer
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400)
    return { verdict: 'never', why: `${who} sent us elsewhere (HTTP ${status}); that isn’t followed.` }
  const isOver = status >= 400 && status < 500 && !MAY_PASS.has(status)
  return { verdict: isOver ? 'never' : 'later', why: `${who} answered HTTP ${status}.` }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object that an answer holds; null when it holds none. */
export const objectOf = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
