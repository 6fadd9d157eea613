// Guarantee: counts are pulled over real HTTP as they were said; what the other side answers wrong is no count, a failure is told
// without its secret, and one tenant's doesn't keep the others from being read.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createUsageCallback } from '../../server/adapters/provisioners/usage-callback.ts'
import { createUsageStack } from '../../server/adapters/provisioners/usage-stack.ts'
import { pullUsage } from '../../server/features/metering/pull-usage.ts'
import { readMeteringSetup } from '../../server/features/metering/read-metering-setup.ts'
import { usageOf } from '../../server/features/metering/usage-of.ts'
import { noteTenant } from '../../server/features/tenants/note-tenant.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { UsageAnswer, UsageSource } from '../../server/ports/usage-source.ts'
import { eachDatabase } from '../support/databases.ts'
import { openDoor, say } from '../support/http-door.ts'
import { AT, aMirrorKernel } from '../support/mirror-fixtures.ts'

const SECRET = Buffer.from('secret of the source of counts!!').toString('base64')
const sending = { timeoutMs: 500, allowsPrivate: true }

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor(say(200, { totals: [] }))
})
afterEach(() => door.close())

const ids = async function* (...teams: readonly string[]): AsyncIterable<string> {
  yield* teams
}

const told = async (source: UsageSource, ...teams: readonly string[]): Promise<UsageAnswer[]> => {
  const answers: UsageAnswer[] = []
  for await (const answer of source.pull(ids(...teams))) answers.push(answer)
  return answers
}

const callback = () =>
  createUsageCallback({ url: `${door.url}/usage?of=all`, secrets: [`whsec_${SECRET}`], now: () => AT, ...sending })

describe('a source of one’s own', () => {
  test('is asked page by page, each request signed with its query', async () => {
    const one = { tenantId: 'kestrel', counts: { 'end-devices': 5 }, measuredAt: '2026-11-20T11:00:00.000Z' }
    const two = { tenantId: 'osprey', counts: { users: 1 } }
    door.answerWith((knock, response) => {
      const isFirst = !knock.path.includes('cursor')
      say(200, isFirst ? { totals: [one], next: 'p 2' } : { totals: [two] })(knock, response)
    })
    expect(await told(callback())).toEqual([
      { verdict: 'told', totals: [one] },
      { verdict: 'told', totals: [{ ...two, measuredAt: null }] },
    ])
    expect(door.knocks.map(({ method, path, text }) => [method, path, text])).toEqual([
      ['GET', '/usage?of=all', ''],
      ['GET', '/usage?of=all&cursor=p+2', ''],
    ])
    for (const { path, headers } of door.knocks) {
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.GET ${path}`
      const mac = createHmac('sha256', Buffer.from(SECRET, 'base64')).update(signed).digest('base64')
      expect(headers['webhook-signature']).toBe(`v1,${mac}`)
    }
  })

  test.each([
    ['no JSON', say(200, 'hello'), 'no list of counts'],
    ['no totals', say(200, {}), 'no list of counts'],
    ['a text for a count', say(200, { totals: [{ tenantId: 'a', counts: { users: '5' } }] }), 'no list of counts'],
    ['a fault', say(500), 'HTTP 500'],
    ['another place', say(302, '', { location: 'https://elsewhere.example' }), 'elsewhere'],
    ['nothing for too long', () => undefined, 'did not answer in time'],
  ] as const)('that answers with %s has told nothing', async (_name, reply, why) => {
    door.answerWith(reply)
    expect(await told(callback())).toEqual([{ verdict: 'failed', why: expect.stringContaining(why) }])
  })

  test('that leads in a circle ends', async () => {
    door.answerWith(say(200, { totals: [], next: 'again' }))
    expect(await told(callback())).toHaveLength(2)
  })
})

describe('The Things Stack', () => {
  const stack = () => createUsageStack({ url: door.url, adminKey: 'admin-key', ...sending })

  test('is asked for the registry totals of each tenant; a zero is left out there, and what it doesn’t know isn’t told', async () => {
    door.answerWith((knock, response) => {
      const isNew = knock.path.includes('kestrel')
      say(200, isNew ? { end_devices: '120', activated_end_devices: '90', users: '3' } : { end_devices: 7 })(
        knock,
        response,
      )
    })
    const nothing = { applications: 0, clients: 0, gateways: 0, organizations: 0 }
    expect(await told(stack(), 'kestrel', 'osprey')).toEqual([
      {
        verdict: 'told',
        totals: [
          {
            tenantId: 'kestrel',
            measuredAt: null,
            counts: { ...nothing, 'end-devices': 120, users: 3, 'activated-end-devices': 90 },
          },
          { tenantId: 'osprey', measuredAt: null, counts: { ...nothing, 'end-devices': 7, users: 0 } },
        ],
      },
    ])
    expect(door.knocks.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual([
      ['GET', '/api/v3/tenants/kestrel/registry-totals', 'TenantAdminKey admin-key'],
      ['GET', '/api/v3/tenants/osprey/registry-totals', 'TenantAdminKey admin-key'],
    ])
  })

  test('one tenant that isn’t there doesn’t hold up the others; a key that is refused ends it', async () => {
    door.answerWith((knock, response) =>
      say(knock.path.includes('gone') ? 404 : 200, { end_devices: 1 })(knock, response),
    )
    const answers = await told(stack(), 'gone', 'kestrel')
    expect(answers.map(({ verdict }) => verdict)).toEqual(['failed', 'told'])
    expect(JSON.stringify(answers)).toContain('“gone”')
    door.answerWith(say(403))
    expect(await told(stack(), 'a', 'b', 'c')).toHaveLength(2)
    expect(door.knocks.at(-1)?.path).toContain('/a/')
    expect(JSON.stringify(await told(stack(), 'a'))).not.toContain('admin-key')
  })
})

eachDatabase((_name, open) => {
  test('what is pulled goes by the rules of reports, one replica at a time, again after its interval', async () => {
    const { db } = await open()
    const base = aMirrorKernel(db, undefined as never)
    const pull = { kind: 'http-callback', host: 'counts.example', everyMinutes: 60 } as const
    const settings = { ...base.settings, metering: { band: { factor: 3, floor: 100 }, pull } }
    const kernel = { ...base, settings, source: callback() }
    await inTransaction(db, (tx) => noteTenant(tx, 'kestrel', AT))
    door.answerWith(
      say(200, {
        totals: [
          { tenantId: 'kestrel', counts: { 'end-devices': 5 } },
          { tenantId: 'nobody', counts: { 'end-devices': 9 } },
        ],
      }),
    )
    const never = new AbortController().signal
    expect(await pullUsage(kernel, 'a', never)).toBe(true)
    expect(await pullUsage(kernel, 'b', never)).toBe(false)
    expect(await usageOf(db, ['kestrel', 'nobody'])).toEqual([
      { teamId: 'kestrel', counter: 'end-devices', value: 5, measuredAt: new Date(AT).toISOString() },
    ])
    base.clock.advance(60 * 60_000)
    door.answerWith(say(200, { totals: [{ tenantId: 'kestrel', counts: { 'End Devices': 5 } }] }))
    expect(await pullUsage(kernel, 'b', never)).toBe(true)
    const setup = await readMeteringSetup(kernel)
    expect(setup.pull).toMatchObject({ host: 'counts.example', problem: expect.stringContaining('no list of counts') })
    const reports = await db.selectFrom('meterReport').select(['source', 'address']).execute()
    expect(reports).toEqual([{ source: 'pull', address: 'counts.example' }])
  })

  test('what a pull that is stopped on the way has not told is pulled by the next, not an interval later', async () => {
    const { db } = await open()
    const base = aMirrorKernel(db, undefined as never)
    await inTransaction(db, (tx) => noteTenant(tx, 'kestrel', AT))
    door.answerWith(say(200, { totals: [{ tenantId: 'kestrel', counts: { 'end-devices': 5 } }] }))
    const kernel = { ...base, source: callback() }
    await pullUsage(kernel, 'a', AbortSignal.abort())
    expect(await usageOf(db, ['kestrel'])).toEqual([])
    expect(await pullUsage(kernel, 'b', new AbortController().signal)).toBe(true)
    expect(await usageOf(db, ['kestrel'])).toMatchObject([{ value: 5 }])
  })
})
