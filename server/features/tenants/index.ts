export { type ConcernedTeams, noteConcerned, readConcerned } from './note-subscription.ts'
export { startTenantJobs, type TenantJobs } from './start-tenant-jobs.ts'
