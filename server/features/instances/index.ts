export { type InstanceJobs, startInstanceJobs } from './start-instance-jobs.ts'
