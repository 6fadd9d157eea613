import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDeskSession } from './desk-session.ts'
import { openEmbedded } from './open-embedded.ts'
import type { StartOptions } from './options.ts'

/** The sample's plainest team; most of the others are awkward on purpose. */
const TEAM_ID = '7Kq9xLw2Vd'
const QUESTION = { ticket: 'SMOKE-1', text: `Re: billing, team "${TEAM_ID}" asks for a copy of the last invoice` }

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
    const { teamId, strength, reason, customerStripeId, evidence } = await session.verify(QUESTION)
    if (strength !== 'proven') throw new Error(`Team ${TEAM_ID} is ${strength}, not proven: ${reason}`)
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
