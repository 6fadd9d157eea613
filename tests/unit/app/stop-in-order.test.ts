import { expect, test } from 'vitest'
import { stopInOrder } from '../../../server/app/stop-in-order.ts'

test('each part is stopped, in order, though the first ones fail; the first failure is told', async () => {
  const stopped: string[] = []
  const failing = (name: string) => async () => {
    stopped.push(name)
    throw new Error(name)
  }
  const stops = [failing('companion'), failing('stripe'), () => stopped.push('lock')]
  await expect(stopInOrder(stops)).rejects.toThrow('companion')
  expect(stopped).toEqual(['companion', 'stripe', 'lock'])
  await expect(stopInOrder([])).resolves.toBeUndefined()
})
