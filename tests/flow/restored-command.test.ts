// Guarantee: whoever puts a backup back can stop money by hand, with a reason, and not silently.
import { beforeEach, expect, test } from 'vitest'
import { restoredCommand } from '../../server/app/commands/restored.ts'
import { readGate } from '../../server/features/executions/store.ts'
import { eachDatabase } from '../support/databases.ts'
import { auditLog, type StaffKernel, staffKernel } from '../support/staff-fixtures.ts'

eachDatabase((_kind, open) => {
  let kernel: StaffKernel
  let closed = 0
  let said: string[]

  const run = (...args: string[]) => {
    said = []
    const io = { env: {}, out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) }
    return restoredCommand(async () => ({ kernel, close: async () => void (closed += 1) })).run(args, io)
  }

  beforeEach(async () => {
    kernel = staffKernel((await open()).db)
    closed = 0
  })

  test('pauses executions and says so in the log', async () => {
    expect(await run('--reason', 'The disk of Thursday was put back')).toBe(0)
    expect(said).toEqual(['Executions are paused; 0 unfinished, each of which is looked up at Stripe first.'])
    const gate = await readGate(kernel.db)
    expect(gate).toMatchObject({ reason: 'The disk of Thursday was put back' })
    expect(gate.pausedSince).toBe(gate.restoredAt)
    expect(gate.pausedSince).not.toBeNull()
    expect((await auditLog(kernel.db)).at(-1)).toMatchObject({ action: 'executions.paused', actorId: 'system:cli' })
    expect(closed).toBe(1)
  })

  test.each([[], ['--reason', ' '], ['--why', 'so']])('without a reason it does nothing (%s)', async (...args) => {
    expect(await run(...args)).toBe(2)
    expect((await readGate(kernel.db)).pausedSince).toBeNull()
  })
})
