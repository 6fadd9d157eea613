export { findTeamCustomers } from './find-team-customers.ts'
export { listVerifications } from './list-verifications.ts'
export { readLiveProof } from './read-live-proof.ts'
