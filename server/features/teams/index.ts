export { findTeamCustomers } from './find-team-customers.ts'
export { listVerifications, readLiveProof } from './read-verification.ts'
