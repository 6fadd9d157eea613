export { readMirrorStatus } from './read-mirror-status.ts'
export { startMirrorJobs } from './start-mirror-jobs.ts'
