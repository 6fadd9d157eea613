import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import { clientOf, DAY, invoicesOf, openShop, payingCustomer } from './support.ts'

const CLI = new URL('../cli.ts', import.meta.url).pathname
const run = promisify(execFile)

describe('a state file', () => {
  it('brings back objects, clocks, due renewals, ids and idempotency keys', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.db')
    const key = 'sk_test_kept'
    const first = await startSandbox({ stateFile, idSeeds: { [key]: 'kept' } })
    const start = first.account(key).startAt(1_700_000_000).now
    const stripe = clientOf(first, key)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe, { name: 'Kept' })
    await stripe.subscriptions.create({ customer, items: [{ price: await monthly(700) }] })
    const once = await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'k' })
    await stripe.customers.del((await stripe.customers.create({})).id)
    await first.close()

    const second = await startSandbox({ stateFile })
    const again = clientOf(second, key)
    expect(second.account(key).clock()).toEqual({ now: start, isFrozen: true })
    expect(await again.customers.retrieve(customer)).toMatchObject({ name: 'Kept' })
    expect((await again.customers.create({ name: 'Once' }, { idempotencyKey: 'k' })).id).toBe(once.id)
    expect((await again.customers.list()).data).toHaveLength(2)
    second.account(key).advanceTo(start + 32 * DAY)
    expect((await invoicesOf(again, customer)).map(({ status }) => status)).toEqual(['paid', 'paid'])
    expect((await again.customers.create({})).id).not.toBe(once.id)
    await second.close()
  })

  it('makes the same ids from the same seed', async () => {
    const idOf = async (): Promise<string> => {
      const sandbox = await startSandbox({ idSeeds: { sk_test_s: 'seed' } })
      const { id } = await clientOf(sandbox, 'sk_test_s').customers.create({})
      await sandbox.close()
      return id
    }
    expect(await idOf()).toBe(await idOf())
  })
})

describe('the command line', () => {
  it('explains itself', async () => {
    const { stdout } = await run(process.execPath, [CLI, '--help'])
    for (const option of ['--port', '--host', '--seed', '--state', '--webhook', '--webhook-secret', '--help'])
      expect(stdout).toMatch(new RegExp(`^  ${option} `, 'm'))
    expect(stdout).toContain('/_sandbox/faults')
  })

  it('says in one line that a port is in use, and fails', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const failure = await run(process.execPath, [CLI, '--port', String(port)]).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 1, stderr: `Port ${port} is in use. Choose another with --port.\n` })
    taken.close()
  })

  it('refuses what it does not know', async () => {
    expect(await run(process.execPath, [CLI, '--seed', 'moon']).catch((error: unknown) => error)).toMatchObject({
      code: 1,
      stderr: "There is no sample called 'moon'. Known: sample.\n",
    })
    expect(
      await run(process.execPath, [CLI, '--webhook', 'http://localhost/']).catch((error: unknown) => error),
    ).toMatchObject({ code: 1, stderr: '--webhook needs --webhook-secret.\n' })
    expect(await run(process.execPath, [CLI, '--colour']).catch((error: unknown) => error)).toMatchObject({ code: 1 })
  })

  it('starts, says where, and stops cleanly', async () => {
    const child = spawn(process.execPath, [CLI, '--port', '0'])
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    expect(line.toString()).toMatch(/^Sandbox Stripe at http:\/\/127\.0\.0\.1:\d+\n$/)
    child.kill('SIGTERM')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })
})
