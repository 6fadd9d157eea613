import { expect, test } from 'vitest'
import { listDrift } from '../../server/features/drift/list-drift.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { eachDatabase } from '../support/databases.ts'
import { aDriftKernel, someCustomers } from '../support/drift-world.ts'

// Guarantee: a customer from which the list was to go on may be deleted meanwhile, and everything is compared all the same.

const missing = new GatewayError('stripe', 'refused', {
  retryable: false,
  stripe: {
    status: 400,
    type: 'invalid_request_error',
    code: 'resource_missing',
    declineCode: null,
    message: null,
    requestId: null,
  },
})

eachDatabase((_kind, open) => {
  test('its kind is listed from the start', async () => {
    const { kernel, world, compare } = await aDriftKernel((await open()).db, someCustomers(250))
    world.customers = world.customers.map((row, index) => (index === 249 ? { ...row, name: 'Other' } : row))
    const { stripe } = kernel
    const list: PaymentGateway['listForMirror'] = (resource, after) => stripe.listForMirror(resource, after)
    const listForMirror: PaymentGateway['listForMirror'] = async (resource, after) => {
      // The last of the first page's whole seconds.
      world.customers = world.customers.filter(({ stripeId }) => after !== 'cus_00098' || stripeId !== after)
      if (after === 'cus_00098') throw missing
      return list(resource, after)
    }
    Object.assign(kernel, { stripe: { ...stripe, listForMirror } })
    expect(await compare()).toBe('done')
    const { findings } = await listDrift(kernel, { show: 'open' })
    expect(findings.map(({ kind, subjectId }) => `${kind} ${subjectId}`).toSorted()).toEqual([
      'mirror.differs cus_00249',
      'mirror.gone cus_00098',
    ])
  })
})
