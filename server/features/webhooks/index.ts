export { readInboxStatus } from './read-inbox-status.ts'
export type { EventTable, EventUse } from './weigh-events.ts'
export { type EventJobs, startEventJobs } from './start-event-jobs.ts'
