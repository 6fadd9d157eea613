import type { MeterCredential } from '@countersign/shared/features/metering'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { type CredentialRow, listCredentials } from './store.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const credentialOf = ({ keyHash: _hash, createdBy: _by, ...row }: CredentialRow): MeterCredential => ({
  ...row,
  addresses: JSON.parse(row.addresses) as string[],
  createdAt: toIso(row.createdAt),
  usedAt: isoOrNull(row.usedAt),
  refusedAt: isoOrNull(row.refusedAt),
  revokedAt: isoOrNull(row.revokedAt),
})

/** Newest first, with when and from where each was used. */
export const showCredentials = async ({ db }: Pick<Kernel, 'db'>): Promise<{ credentials: MeterCredential[] }> => ({
  credentials: (await listCredentials(db)).map(credentialOf),
})
