// Guarantee: a comparison of tenants says nothing that it doesn't know: who can't be asked about stays as he was found, and what is
// applied at that moment is no difference.
import { expect, test } from 'vitest'
import { compareAll, openDriftDesk } from '../support/drift-desk.ts'
import { say } from '../support/http-door.ts'
import { openSandbox } from '../support/payment-day.ts'
import { keepTenants } from '../support/tenant-desk.ts'

const sandbox = await openSandbox()

test('tenants: one that can’t be asked about stays as it was found', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, door, compare, named, list, comeBy } = desk
  const { kept, reply } = keepTenants()
  door.answerWith(reply)
  const price = await desk.plan({ 'tenant-plan': 'yes' })
  const subscribe = async (team: string) =>
    stripe.subscriptions.create({ customer: await desk.enter(team), items: [{ price }], metadata: { team } })
  await subscribe('kestrel')
  await subscribe('osprey')
  await comeBy()
  await desk.fill()
  kept.set('kestrel', { state: 'suspended', limits: {} })
  await compare()
  expect(await named()).toEqual(['tenant.missing kestrel'])
  door.answerWith((knock, response) => (knock.text.includes('kestrel') ? say(500) : reply)(knock, response))
  await compare()
  expect(await named()).toEqual(['tenant.missing kestrel'])
  kept.set('kestrel', { state: 'active', limits: {} })
  door.answerWith(reply)
  await compare()
  expect(await named()).toEqual([])
  expect((await list('over')).map(({ state }) => state)).toEqual(['gone'])
})

test('tenants: what is applied between our look at the list and the answer is no difference', async () => {
  const desk = await openDriftDesk(sandbox)
  const { stripe, kernel, door, list, work, comeBy } = desk
  const { kept, reply } = keepTenants()
  door.answerWith(reply)
  const price = await desk.plan({ 'tenant-plan': 'yes' })
  const osprey = await stripe.subscriptions.create({
    customer: await desk.enter('osprey'),
    items: [{ price }],
    metadata: { team: 'osprey' },
  })
  await comeBy()
  await desk.fill()
  const describe = async (tenantId: string) => {
    if (tenantId === 'osprey' && (await stripe.subscriptions.retrieve(osprey.id)).status !== 'canceled') {
      await stripe.subscriptions.cancel(osprey.id)
      await kernel.db.updateTable('tenant').set({ nextAt: 0 }).execute()
      await work()
    }
    return kernel.provisioner.describe(tenantId)
  }
  await compareAll({ ...kernel, provisioner: { ...kernel.provisioner, describe } })
  expect(kept.get('osprey')?.state).toBe('suspended')
  expect((await list()).filter(({ source }) => source === 'tenants')).toEqual([])
})
