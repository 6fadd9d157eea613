export { startTenantJobs, type TenantJobs } from './start-tenant-jobs.ts'
