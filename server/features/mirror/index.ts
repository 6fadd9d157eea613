export { fetchObject } from './fetch-object.ts'
export { readMirrorStatus } from './read-mirror-status.ts'
export { startFill } from './start-fill.ts'
export { startMirrorJobs } from './start-mirror-jobs.ts'
