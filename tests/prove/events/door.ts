import { ERRORS } from '@countersign/shared/errors'
import Fastify from 'fastify'
import { registerWebhookRoutes, type WebhookRouteOptions } from '../../../server/features/webhooks/routes.ts'
import type { Kernel } from '../../../server/kernel/context.ts'
import { codeOfFailure } from '../../../server/kernel/log-failure.ts'
import { signatureOf } from '../../support/event-fixtures.ts'

const SECRET = 'whsec_door'
const MOST_ATTEMPTS = 50

/** The companion's door for events, without a network before it. */
export interface Door {
  /** Signs the body at the kernel's time; the status of the answer. */
  deliver(body: string): Promise<number>
  close(): Promise<void>
}

export const openDoor = async (
  kernel: Kernel,
  hearing: Pick<WebhookRouteOptions, 'isWanted' | 'count'>,
): Promise<Door> => {
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) => reply.code(ERRORS[codeOfFailure(error)].status).send())
  registerWebhookRoutes(app, kernel, {
    secrets: new Map([['main', [SECRET]]]),
    ...hearing,
  })
  await app.ready()
  return {
    deliver: async (body) => {
      // A history's clock may jump by days while a delivery is under way; Stripe would sign it anew as well.
      for (let attempt = 1; ; attempt++) {
        const headers = {
          'content-type': 'application/json',
          'stripe-signature': signatureOf(body, SECRET, kernel.clock.now()),
        }
        const answer = await app.inject({ method: 'POST', url: '/webhooks/stripe/main', headers, payload: body })
        if (answer.statusCode !== 401 || attempt === MOST_ATTEMPTS) return answer.statusCode
      }
    },
    close: () => app.close(),
  }
}
