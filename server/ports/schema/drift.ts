import type {
  DriftHistory,
  DriftKind,
  DriftSeverity,
  DriftSourceName,
  DriftState,
} from '@countersign/shared/features/drift'

/** One row per comparison; a running one keeps its place, so that a restart goes on where it was. */
export interface DriftRunTable {
  id: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  /** null: the schedule. */
  askedBy: string | null
  /** `settle`: what might have been on its way only is looked at again. */
  source: DriftSourceName | 'settle'
  cursor: string | null
  /** JSON of counts by name. */
  compared: string
  /** JSON: what couldn't be compared, and why. */
  skipped: string
  problem: string | null
  tries: number
  /** When it is gone on with. */
  nextAt: number
  startedAt: number
  finishedAt: number | null
  leaseHolder: string | null
  leaseUntil: number | null
  /** Raised at each change of hands; only the last one may write. */
  fence: number
}

/** One difference while it lasts; another row when it comes back after it was gone. */
export interface DriftFindingTable {
  id: string
  /** The same as long as it is the same difference. */
  key: string
  /** The comparison that saw it last. */
  runId: string
  kind: DriftKind
  source: DriftSourceName
  severity: DriftSeverity
  /** Of the severity: the dearest first. */
  rank: number
  /** `suspected`: may be on its way only; nobody sees it before it was looked at again. */
  state: DriftState | 'suspected'
  subjectId: string
  teamId: string | null
  customerStripeId: string | null
  /** JSON of what is said of it. */
  said: string
  firstSeenAt: number
  lastSeenAt: number
  endedAt: number | null
  acceptedBy: string | null
  acceptedReason: string | null
  acceptedUntil: number | null
  repairAskedBy: string | null
  repairAskedAt: number | null
}

/** Only ever added to. */
export interface DriftEventTable {
  findingId: string
  /** 1, 2, 3 … within the finding. */
  sequence: number
  kind: DriftHistory['events'][number]['kind']
  /** null: a comparison. */
  who: string | null
  text: string
  at: number
}

export interface DriftTables {
  driftRun: DriftRunTable
  driftFinding: DriftFindingTable
  driftEvent: DriftEventTable
}
