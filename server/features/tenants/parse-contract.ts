import type { ContractRow } from './store.ts'

type ParsedContract = Omit<ContractRow, 'limits'> & { readonly limits: Record<string, number> }

/** A contract as the rules take it. */
export const parseContract = ({ limits, ...row }: ContractRow): ParsedContract => ({
  ...row,
  limits: JSON.parse(limits) as Record<string, number>,
})
