import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { PLANS } from '../../server/app/actions.ts'
import { startExecutionJobs } from '../../server/features/executions/index.ts'
import { companionKernel } from './companion-kernel.ts'

// The part of a companion that moves money, in a process of its own, so that it can be killed.

const [url = '', apiBase = '', key = '', shiftMs = '0'] = process.argv.slice(2)
const { db } = await openDatabase(url, { driver: 'node:sqlite' })
const stripe = createStripeGateway({ key, apiBase, timeoutMs: 2000 })
const clock = { now: () => Date.now() + Number(shiftMs) }
startExecutionJobs(companionKernel({ db, stripe, clock, replica: 'doomed' }), PLANS)
process.stdout.write('ready\n')
