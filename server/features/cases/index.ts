export { pickTeam } from './pick-team.ts'
export { proveSubject } from './prove-subject.ts'
export { readSubjectFacts } from './read-subject-facts.ts'
export { verifyTicket } from './verify-ticket.ts'
