export { startInstanceJobs } from './start-instance-jobs.ts'
