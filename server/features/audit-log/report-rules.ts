// What is said about a verified export: what holds, up to where it is signed for, and what isn't known.
import type { ChainWalk } from './verification-rules.ts'

export interface ExportReport {
  readonly intact: boolean
  readonly companion: string
  readonly exportedAt: string
  /** The export is of the whole chain, not of a range of it. */
  readonly isWhole: boolean
  readonly firstSequence: number | null
  readonly lastSequence: number | null
  readonly entries: number
  readonly checkpoints: number
  readonly outsideCheckpoints: number
  /** Approvers' decisions whose countersignature holds. */
  readonly countersignatures: number
  readonly unreadableCheckpointLines: number
  readonly lastCheckpointAt: string | null
  /** Entries up to here are signed for; null: none is. */
  readonly coveredTo: number | null
  readonly firstBroken: { readonly sequence: number; readonly why: string } | null
}

export interface Reported {
  readonly walk: ChainWalk
  readonly exportedAt: string
  readonly unreadableCheckpointLines: number
}

export const reportOf = ({ walk, exportedAt, unreadableCheckpointLines }: Reported): ExportReport => ({
  intact: walk.firstBroken === null,
  companion: walk.companion,
  exportedAt,
  isWhole: walk.from === 1 && walk.to === null,
  firstSequence: walk.entries === 0 ? null : walk.from,
  lastSequence: walk.entries === 0 ? null : walk.lastSequence,
  entries: walk.entries,
  checkpoints: walk.checkpoints,
  outsideCheckpoints: walk.outsideCheckpoints,
  countersignatures: walk.countersignatures,
  unreadableCheckpointLines,
  lastCheckpointAt: walk.lastCheckpointAt,
  coveredTo: walk.coveredTo < walk.from ? null : walk.coveredTo,
  firstBroken: walk.firstBroken,
})

const coverage = (report: ExportReport): string => {
  if (report.coveredTo === null) return 'none of them is signed for by a checkpoint'
  if (report.coveredTo === report.lastSequence) return `all signed for, the last at ${report.lastCheckpointAt}`
  return `signed for up to ${report.coveredTo}, the last at ${report.lastCheckpointAt}`
}

const words = ({ countersignatures }: ExportReport): string => {
  if (countersignatures === 0) return ''
  return countersignatures === 1
    ? ' The one countersignature holds.'
    : ` All ${countersignatures} countersignatures hold.`
}

const tail = (report: ExportReport): string => {
  if (!report.isWhole) return ' A range: what comes before and after it was not looked at.'
  return report.outsideCheckpoints === 0 ? ' Without checkpoints kept elsewhere a cut tail can’t be seen.' : ''
}

/** One line for a person. */
export const sentenceOf = (report: ExportReport): string => {
  const { firstBroken, firstSequence, lastSequence } = report
  if (firstBroken !== null) {
    const holds = lastSequence === null ? 'No entry holds.' : `Entries ${firstSequence} to ${lastSequence} hold.`
    return `BROKEN at entry ${firstBroken.sequence}: ${firstBroken.why} ${holds}`
  }
  if (lastSequence === null) return `Intact: there are no entries.${tail(report)}`
  return `Intact: entries ${firstSequence} to ${lastSequence} follow one another; ${coverage(report)}.${words(report)}${tail(report)}`
}
