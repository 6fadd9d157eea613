export { issueCredit } from './issue-credit.ts'
export { reverseCredit } from './reverse-credit.ts'
