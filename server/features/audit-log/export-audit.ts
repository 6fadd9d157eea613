import { canonicalJson } from '@countersign/shared/canonical'
import { toIso } from '@countersign/shared/times'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { EXPORT_FORMAT } from './chain-rules.ts'
import { readPublicKey } from './read-public-key.ts'
import { recordAudit } from './record-audit.ts'
import { type DatabaseChain, walkDatabase } from './walk-database.ts'
import type { ChainItem } from './verification-rules.ts'

export interface ExportRequest {
  readonly actor: Actor
  readonly requestId: string | null
  /** First sequence; 1 unless said otherwise. */
  readonly from?: number | undefined
  /** Last sequence; as far as the chain goes unless said otherwise. */
  readonly to?: number | undefined
}

export interface AuditExport {
  readonly from: number
  /** The last sequence there was when the export began. */
  readonly upTo: number
  /** Each with its line end. */
  readonly lines: AsyncIterable<string>
}

type ExportKernel = Pick<Kernel, 'db' | 'clock' | 'keys'>

const lineOf = (item: ChainItem): string => {
  if (item.kind === 'entry') return canonicalJson({ kind: 'entry', ...item.entry })
  if (item.kind === 'checkpoint') return canonicalJson({ kind: 'checkpoint', ...item.checkpoint })
  // Left as it is: an export shows a broken chain, it doesn't mend it.
  return canonicalJson({ kind: 'unreadable', why: item.why })
}

async function* linesOf(kernel: ExportKernel, chain: DatabaseChain, to: number | null, at: number) {
  const { keyId, jwk } = readPublicKey(kernel.keys)
  yield `${canonicalJson({
    kind: 'header',
    format: EXPORT_FORMAT,
    companion: chain.companion,
    exportedAt: toIso(at),
    from: chain.from,
    to,
    publicKeys: [{ ...jwk, kid: keyId }],
  })}\n`
  for await (const item of chain.items) yield `${lineOf(item)}\n`
}

/**
 * The sealed chain, whole or a range, as lines of the export format (docs/audit.md). The export is itself recorded
 * before its first line leaves. Nothing of it is filtered and no personal value is in it.
 */
export const exportAudit = async (kernel: ExportKernel, request: ExportRequest): Promise<AuditExport> => {
  const at = kernel.clock.now()
  const to = request.to ?? null
  const chain = await walkDatabase(kernel.db, request.from, to)
  await inTransaction(kernel.db, (tx) =>
    recordAudit(tx, at, {
      actor: request.actor,
      action: 'audit.exported',
      subject: { kind: 'audit-log', id: 'chain' },
      requestId: request.requestId,
      details: { from: chain.from, upTo: chain.upTo, isWhole: chain.from === 1 && to === null },
    }),
  )
  return { from: chain.from, upTo: chain.upTo, lines: linesOf(kernel, chain, to, at) }
}
