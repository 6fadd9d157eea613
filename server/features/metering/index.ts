export { startMeteringJobs } from './start-metering-jobs.ts'
