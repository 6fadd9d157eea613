import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parseCheckpoints, type ParsedCheckpoints } from '../../features/audit-log/parse-checkpoints.ts'
import { parsePublicKeys } from '../../features/audit-log/parse-public-keys.ts'
import { readLines } from '../../features/audit-log/read-lines.ts'
import { type ExportReport, reportOf, sentenceOf } from '../../features/audit-log/report-rules.ts'
import { verifyExport } from '../../features/audit-log/verify-export.ts'
import type { Command } from './command.ts'

const USAGE = `audit-verify FILE --key K [--checkpoint C] [--json]

FILE           an export of the audit log
--key          the companion’s public key(s): PEM, JWK or JWKS. Not the ones inside FILE: those prove nothing.
               May be given again, for keys that were in use earlier.
--checkpoint   the file that the companion keeps checkpoints in, from wherever it is kept. May be given again.
               Without it a cut tail can’t be seen.
--json         prints the report as JSON

Needs nothing else: no database, no network, no configuration.
Ends with 0 if the chain is intact, 1 if it is broken, 2 if it could not be checked.`

interface Wanted {
  readonly file: string
  readonly keys: readonly string[]
  readonly checkpoints: readonly string[]
  readonly json: boolean
}

const wantedOf = (args: readonly string[]): Wanted => {
  const options = {
    key: { type: 'string', multiple: true },
    checkpoint: { type: 'string', multiple: true },
    json: { type: 'boolean' },
  } as const
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new TypeError('one FILE is needed')
  if (values.key === undefined) throw new TypeError('--key K is missing')
  return { file, keys: values.key, checkpoints: values.checkpoint ?? [], json: values.json ?? false }
}

const keysFrom = async (files: readonly string[]) => {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return new Map(texts.flatMap((text) => [...parsePublicKeys(text)]))
}

const checkpointsFrom = async (files: readonly string[]): Promise<ParsedCheckpoints> => {
  const parsed = await Promise.all(files.map((file) => parseCheckpoints(readLines(file))))
  const checkpoints = parsed.flatMap((one) => one.checkpoints)
  if (files.length > 0 && checkpoints.length === 0) throw new TypeError('--checkpoint: there are no checkpoints in it')
  return { checkpoints, unreadable: parsed.reduce((sum, one) => sum + one.unreadable, 0) }
}

const check = async (wanted: Wanted): Promise<ExportReport> => {
  const publicKeys = await keysFrom(wanted.keys)
  const { checkpoints, unreadable } = await checkpointsFrom(wanted.checkpoints)
  const verdict = await verifyExport(readLines(wanted.file), { publicKeys, checkpoints })
  if (verdict.kind === 'not-an-export') throw new TypeError(`${wanted.file} doesn’t begin as an audit export does`)
  const { walk, header } = verdict
  return reportOf({ walk, exportedAt: header.exportedAt, unreadableCheckpointLines: unreadable })
}

export const auditVerifyCommand: Command = {
  name: 'audit-verify',
  summary: 'checks an export of the audit log, with nothing but files',
  usage: USAGE,
  run: async (args, io) => {
    try {
      const wanted = wantedOf(args)
      const report = await check(wanted)
      io.out(wanted.json ? JSON.stringify(report) : sentenceOf(report))
      return report.intact ? 0 : 1
    } catch (error) {
      // Whatever was thrown, nothing was verified: that is neither intact nor broken.
      io.err(`audit-verify: ${(error as Error).message}`)
      return 2
    }
  },
}
