import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verification } from '@countersign/shared/features/teams'
import { type DeskSession, openDeskSession } from './desk-session.ts'
import { findSampleTeams } from './find-sample-team.ts'
import { openEmbedded } from './open-embedded.ts'
import type { StartOptions } from './options.ts'

const TICKET = 'SMOKE-1'
/** Some of the sample's teams are awkward on purpose; an ordinary one is among the first. */
const MOST_TRIES = 8

const proveOne = async (session: DeskSession, teamIds: readonly string[]): Promise<Verification> => {
  const seen: string[] = []
  for (const teamId of teamIds.slice(0, MOST_TRIES)) {
    const verification = await session.verify({ ticket: TICKET, text: `Re: billing, team "${teamId}" asks for help` })
    if (verification.strength === 'proven') return verification
    seen.push(`${teamId}: ${verification.strength}`)
  }
  throw new Error(`No sample team was proven (${seen.join(', ') || 'the sample is empty'}).`)
}

const readDesk = async (deskUrl: string): Promise<void> => {
  const response = await fetch(deskUrl)
  const page = await response.text()
  if (!response.ok || !page.includes('<script')) throw new Error(`The desk’s page answered ${response.status}.`)
}

/** Measures one part after the other, in whole milliseconds. */
const stopwatch = () => {
  let last = performance.now()
  return (): number => {
    const [from, to] = [last, performance.now()]
    last = to
    return Math.round(to - from)
  }
}

const proveOn = async (options: StartOptions, dataFolder: string): Promise<object> => {
  const lap = stopwatch()
  const embedded = await openEmbedded(options, dataFolder)
  try {
    const startMs = lap()
    await readDesk(embedded.deskUrl)
    const pageMs = lap()
    const session = await openDeskSession(embedded.url)
    const signInMs = lap()
    const teamIds = embedded.stripeUrl === null ? [] : await findSampleTeams(embedded.stripeUrl)
    lap()
    const { teamId, strength, customerStripeId, evidence } = await proveOne(session, teamIds)
    const timings = { ...embedded.timings, startMs, pageMs, signInMs, verifyMs: lap() }
    const as = session.signedIn.staff.roles.join(',')
    return { ok: true, mode: embedded.mode, as, teamId, strength, customerStripeId, evidence: evidence.length, timings }
  } finally {
    await embedded.stop()
  }
}

/** Everything that a start does, without a window and, unless a folder was named, without touching the person's data. */
export const runSmoke = async (options: StartOptions): Promise<number> => {
  const folder = options.isDefaultFolder ? mkdtempSync(join(tmpdir(), 'countersign-smoke-')) : options.dataFolder
  try {
    console.log(JSON.stringify(await proveOn(options, folder)))
    return 0
  } catch (error) {
    console.log(JSON.stringify({ ok: false, error: error instanceof Error ? error.message : String(error) }))
    return 1
  } finally {
    if (options.isDefaultFolder) rmSync(folder, { recursive: true, force: true })
  }
}
