import { z } from 'zod'
import { WEBHOOK_ROUTE } from '../features/webhooks/routes.ts'
import { EVENTS } from './events.ts'

/** Where the sandbox tells the companion beside it what changed. */
export interface SandboxEndpoint {
  /** What its deliveries are signed with; new at each start. */
  readonly secret: string
  /** From now on it delivers to the companion at that address. */
  deliverTo(companionUrl: string): Promise<void>
}

export interface SandboxAccess {
  readonly apiBase: string
  readonly key: string
}

/** Nobody listens there: the companion's address is known only once it has the secret. */
const NOWHERE = 'http://127.0.0.1:9/'
const MARK = 'embedded companion'

const endpointSchema = z.object({ id: z.string(), description: z.string().nullable() })
const listSchema = z.object({ data: z.array(endpointSchema) })
const madeSchema = z.object({ id: z.string(), secret: z.string() })

const asking =
  ({ apiBase, key }: SandboxAccess) =>
  async (method: 'GET' | 'POST' | 'DELETE', path = '', params?: URLSearchParams): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}` }
    const init = { method, headers, ...(params ? { body: params } : {}) }
    const response = await fetch(`${apiBase}/v1/webhook_endpoints${path}`, init)
    if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`)
    return response.json()
  }

/** Registers an endpoint as one does at Stripe, in the place of the one of the last start. */
export const openSandboxEndpoint = async (access: SandboxAccess): Promise<SandboxEndpoint> => {
  const ask = asking(access)
  const { data } = listSchema.parse(await ask('GET', '?limit=100'))
  for (const { id, description } of data) if (description === MARK) await ask('DELETE', `/${id}`)
  const wanted = new URLSearchParams({ url: NOWHERE, description: MARK })
  for (const [place, type] of [...EVENTS.keys()].entries()) wanted.append(`enabled_events[${place}]`, type)
  const { id, secret } = madeSchema.parse(await ask('POST', '', wanted))
  return {
    secret,
    deliverTo: async (companionUrl) => {
      const url = `${companionUrl}${WEBHOOK_ROUTE.replace(':endpoint', 'main')}`
      await ask('POST', `/${id}`, new URLSearchParams({ url }))
    },
  }
}
