export { proveSubject } from './prove-subject.ts'
export { readSubjectFacts } from './read-subject-facts.ts'
