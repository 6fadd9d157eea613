import { randomUUID } from 'node:crypto'
import { PLANS } from '../../server/app/actions.ts'
import { expireRequests } from '../../server/features/approvals/index.ts'
import { driveExecutions, lookUpUnfinished } from '../../server/features/executions/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { Crash, mortalKernel } from './mortal-kernel.ts'
import { UNPROVABLE_PLANS } from './scenarios/unprovable.ts'
import type { World } from './world.ts'

const ALL_PLANS = new Map([...PLANS, ...UNPROVABLE_PLANS.map((plan) => [plan.kind, plan] as const)])

/** One round of a replica's jobs, as they run in the companion. */
export const runJobs = async (kernel: Kernel): Promise<void> => {
  const drive = { holder: randomUUID() }
  await expireRequests(kernel)
  const { isPaused } = await lookUpUnfinished(kernel, ALL_PLANS, drive)
  if (!isPaused) await driveExecutions(kernel, ALL_PLANS, drive)
}

/** True when it died of its crash. Whatever else it dies of is a failure of the run. */
export const diesOf = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work
    return false
  } catch (error) {
    if (error instanceof Crash) return true
    throw error
  }
}

/** One or two processes, each of which may die anywhere. Returns how many did. */
export const runProcesses = async (world: World, crash: number): Promise<number> => {
  const { chance } = world
  const [one, two] = world.kernels()
  const alive = chance.happens(0.3) ? [one, two] : [one]
  const mortal = alive.map((kernel) => mortalKernel(kernel, chance.happens(crash) ? chance.whole(1, 45) : null))
  const ends = await Promise.all(mortal.map((kernel) => diesOf(runJobs(kernel))))
  return ends.filter(Boolean).length
}
