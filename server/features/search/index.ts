export { findCandidates } from './find-candidates.ts'
export { startMirrorJobs } from './mirror/start-mirror-jobs.ts'
export { readMirrorStatus } from './mirror/read-mirror-status.ts'
export { touchMirror } from './mirror/touch-mirror.ts'
