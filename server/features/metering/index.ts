export { startMeteringJobs, type MeteringJobs } from './start-metering-jobs.ts'
export { type TeamUsage, usageOf } from './usage-of.ts'
