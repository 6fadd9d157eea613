import { newId } from '../../kernel/ids.ts'
import type { Provisioner } from '../../ports/provisioner.ts'
import { describedOf, echoOf, refusalOfDescribe } from './callback-answers.ts'
import { refusalOf } from './read-answer.ts'
import { type Answer, sendRequest } from './send-request.ts'
import { signText } from './sign-text.ts'

export interface CallbackOptions {
  readonly url: string
  /** `whsec_` and base64; while one is being replaced there are two, and each signs. */
  readonly secrets: readonly string[]
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
  readonly now: () => number
}

const WHO = 'The provisioner'

const textOf = (answer: Answer): string => (answer.kind === 'answered' ? answer.text : '')

/** Tells somebody's own service over signed HTTP what its tenants shall be, and asks what they are. */
export const createHttpCallback = ({ url, secrets, now, ...sending }: CallbackOptions): Provisioner => {
  const call = (id: string, { type, data }: { type: string; data: object }): Promise<Answer> => {
    const at = now()
    const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data })
    const headers = signText({ id, secrets, at }, body)
    return sendRequest({ url: new URL(url), method: 'POST', body, headers }, sending)
  }
  return {
    apply: async (order) => {
      const { orderId, ...data } = order
      const answer = await call(orderId, { type: 'tenant.wanted', data })
      return refusalOf(WHO, answer) ?? echoOf(WHO, textOf(answer), order)
    },
    describe: async (tenantId) => {
      const answer = await call(newId('tnd', now()), { type: 'tenant.describe', data: { tenantId } })
      return refusalOfDescribe(WHO, answer) ?? describedOf(WHO, textOf(answer), tenantId)
    },
  }
}
