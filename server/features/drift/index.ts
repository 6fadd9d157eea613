export { readDriftStatus } from './read-drift-status.ts'
export { startDriftJobs } from './start-drift-jobs.ts'
