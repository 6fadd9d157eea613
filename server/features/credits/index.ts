export { issueCredit } from './issue-credit.ts'
