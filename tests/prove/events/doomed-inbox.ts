import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../../server/adapters/database/open-database.ts'
import { createServer } from '../../../server/app/create-server.ts'
import { recordAudit } from '../../../server/features/audit-log/index.ts'
import { type EventUse, startEventJobs } from '../../../server/features/webhooks/index.ts'
import { systemActor } from '../../../server/kernel/actor.ts'
import type { PaymentGateway } from '../../../server/ports/payment-gateway.ts'
import { driverOf } from '../driver-of.ts'
import { companionKernel } from '../companion-kernel.ts'

// The part of a companion that hears Stripe, in a process of its own, so that it can be killed.

const [url = '', secret = '', shiftMs = '0', driver = ''] = process.argv.slice(2)
const { db } = await openDatabase(url, driverOf(driver))
const clock = { now: () => Date.now() + Number(shiftMs) }
const listEvents: PaymentGateway['listEvents'] = async () => ({ rows: [], hasMore: false })
const stripe = { listEvents, readSnapshot: () => null } as unknown as PaymentGateway
const kernel = companionKernel({ db, stripe, clock, replica: `doomed ${process.pid}` })

/** Leaves a trace that can't be left twice unseen: one line of the log for each time it is written. */
const traced: EventUse<string> = {
  name: 'trace',
  read: async (_kernel, id) => id,
  write: async (tx, ids) => {
    for (const id of ids) {
      const note = { actor: systemActor('doomed'), action: 'event.traced', subject: { kind: 'customer', id } }
      await recordAudit(tx, clock.now(), note)
    }
  },
}

const app = await createServer(kernel, {
  signIn: { publicUrl: 'http://127.0.0.1:4870', oidc: null },
  trustedProxies: [],
  metricsToken: null,
  webhookSecrets: new Map([['main', [secret]]]),
  deskFolder: null,
  embedded: null,
})
await app.listen({ host: '127.0.0.1', port: 0 })
const table = new Map([['customer.updated', [traced]]])
startEventJobs(kernel, { table, readsPerSecond: 10_000, onGap: () => Promise.resolve(true) })
process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`)
