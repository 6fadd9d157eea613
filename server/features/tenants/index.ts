export { noteConcerned } from './note-concerned.ts'
export { type ConcernedTeams, readConcerned } from './read-concerned.ts'
export { startTenantJobs, type TenantJobs } from './start-tenant-jobs.ts'
