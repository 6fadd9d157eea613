import type { Jwks } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { loadSigningKeys } from './load-signing-keys.ts'
import { publishedAt } from './signing-key-rules.ts'

/** What clients verify leases and files with. */
export const publishKeys = async (kernel: Pick<Kernel, 'db' | 'keys' | 'clock'>): Promise<Jwks> => {
  const all = await loadSigningKeys(kernel)
  return {
    keys: publishedAt(all, kernel.clock.now()).map(({ jwk }) => jwk),
    statements: all.flatMap(({ row }) => (row.endorsement === null ? [] : [row.endorsement])),
  }
}
