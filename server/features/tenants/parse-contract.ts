import type { ContractFacts } from './contract-rules.ts'
import type { ContractRow } from './store.ts'

/** A contract as the rules take it. */
export const parseContract = ({ limits, ...row }: ContractRow): ContractFacts => ({
  ...row,
  limits: JSON.parse(limits) as Record<string, number>,
})
