export { countHeld } from './store.ts'
export { startMeteringJobs } from './start-metering-jobs.ts'
