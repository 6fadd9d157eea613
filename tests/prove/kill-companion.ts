import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Stripe } from 'stripe'
import { startSandbox } from 'stripe-sandbox'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { checkChain } from '../../server/features/audit-log/check-chain.ts'
import { sealEntries } from '../../server/features/audit-log/seal-entries.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { decide, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { chanceOf } from './chance.ts'
import { companionKernel } from './companion-kernel.ts'

const KEY = 'sk_test_killed'
const CHILD = join(import.meta.dirname, 'doomed-companion.ts')
/** Longer than a lease, so that the next process needn't wait for the dead one's. */
const LEASE_MS = 61_000
const PATIENCE_MS = 20_000

const startChild = async (args: readonly string[]): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [null])])
  if (said === null) throw new Error('the companion ended before it was killed')
  return child
}

const kill = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

const approveCredit = async (kernel: Kernel, stripe: Stripe) => {
  const ines = await seatStaff(kernel, 'Ines Albrecht', ['support'])
  const jonas = await seatApprover(kernel, 'Jonas Whitlock')
  const { id: customer } = await stripe.customers.create({ name: 'Kestrel', metadata: { team: 'kestrel' } })
  const subject = await proveSubject(kernel, await proveTeam(kernel, ines, { teamId: 'kestrel', ticket: '#1' }))
  const payload = { amount: { amount: 4000, currency: 'usd' }, reasonId: 'outage' }
  const asking = { actor: ines, requestId: 'req_kill' }
  const { id } = await askApproval(kernel, asking, issueCredit, { subject, payload, ask: someAsk() })
  await decide(kernel, jonas, id)
  return { id, customer }
}

const untilClosed = async (kernel: Kernel, id: string): Promise<string> => {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const state = (await findRequest(kernel.db, id))?.state ?? 'gone'
    if (state === 'done' || state === 'failed' || Date.now() > until) return state
    await pause(50)
  }
}

/**
 * Kills the process that carries out a credit, with `kill -9` and in the middle, up to three times; another goes on each
 * time. Real time: where it dies differs from run to run.
 */
export const killCompanion = async (seed: number): Promise<{ kills: number; problems: string[] }> => {
  const chance = chanceOf(seed)
  const folder = mkdtempSync(join(tmpdir(), 'countersign-kill-'))
  const url = `sqlite:${join(folder, 'companion.db')}`
  let shiftMs = 0
  const clock = { now: () => Date.now() + shiftMs }
  const sandbox = await startSandbox({ now: () => clock.now() })
  const stripe = new Stripe(KEY, { host: sandbox.host, port: sandbox.port, protocol: 'http', maxNetworkRetries: 0 })
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  const gateway = createStripeGateway({ key: KEY, apiBase: sandbox.url, timeoutMs: 2000 })
  const kernel = companionKernel({ db, stripe: gateway, clock, replica: 'office' })
  const kills = chance.whole(1, 3)
  try {
    await migrateToLatest(db)
    const { id, customer } = await approveCredit(kernel, stripe)
    for (let n = 0; n < kills; n++) {
      // A slow answer makes the middle longer.
      sandbox.addFault({ kind: 'latency', method: 'POST', ms: 60 })
      const child = await startChild([url, sandbox.url, KEY, String(shiftMs)])
      await pause(chance.whole(0, 120))
      await kill(child)
      shiftMs += LEASE_MS
    }
    sandbox.clearFaults()
    const last = await startChild([url, sandbox.url, KEY, String(shiftMs)])
    const state = await untilClosed(kernel, id)
    await kill(last)
    const credits = (await stripe.customers.listBalanceTransactions(customer)).data.map(({ amount }) => amount)
    for (;;) if ((await sealEntries(kernel, null)).sealed === 0) break
    const { intact } = await checkChain(kernel)
    return {
      kills,
      problems: [
        ...(state === 'done' ? [] : [`the request is ${state}`]),
        ...(credits.length === 1 && credits[0] === -4000 ? [] : [`credits at Stripe: ${credits.join(', ') || 'none'}`]),
        ...(intact ? [] : ['the log is broken']),
      ],
    }
  } finally {
    await close()
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
