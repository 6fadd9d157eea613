import { systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { contractStanding, contractWords } from './contract-rules.ts'
import { noteTenant } from './note-tenant.ts'
import { parseContract } from './parse-contract.ts'
import type { ContractRow } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

/** Tells of a contract as it is from now on, and has the tenant looked at at once. */
export const noteAgreement = async (
  tx: Transaction,
  row: ContractRow,
  { at, action }: { at: number; action: 'contract.started' | 'contract.changed' },
): Promise<void> => {
  const { teamId, requestId, kind, reference, startsAt, endsAt, graceDays, revision } = row
  // Holds the tenant's row, so that no one else tells meanwhile.
  await noteTenant(tx, teamId, at)
  const contract = parseContract(row)
  const text = contractStanding(contract, at)?.reason ?? `${contractWords(row)} was taken back before it began.`
  await tellTenant(tx, { teamId, at }, { kind: 'agreed', text, limits: contract.limits })
  await recordAudit(tx, at, {
    actor: systemActor('tenants'),
    action,
    subject: { kind: 'tenant', id: teamId },
    reason: text,
    details: { contract: row.id, request: requestId, kind, reference, startsAt, endsAt, graceDays, revision },
  })
}
