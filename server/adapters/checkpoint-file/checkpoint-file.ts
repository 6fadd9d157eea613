import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { auditCheckpointSchema } from '@countersign/shared/features/audit'
import { z } from 'zod'
import type { CheckpointSink, KeptCheckpoint } from '../../ports/checkpoint-sink.ts'

const lineSchema = auditCheckpointSchema.extend({ companion: z.string() })

/** Far more than one line; the last whole line is in there, whatever a crash left behind it. */
const TAIL_BYTES = 16_384

const readTail = async (file: FileHandle): Promise<string> => {
  const { size } = await file.stat()
  const start = Math.max(0, size - TAIL_BYTES)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
  return buffer.subarray(0, bytesRead).toString('utf8')
}

const asCheckpoint = (line: string): KeptCheckpoint | null => {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null // A line torn by a crash.
  }
}

/** A new file's name is durable only when its folder is; Windows can't open a folder and needs none of this. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

const withFile = async <T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
  const file = await open(path, 'a+', 0o600)
  return work(file).finally(() => file.close())
}

/** One JSON line per checkpoint, appended and synced. Put the file on another machine's disk, or copy it there. */
export const createCheckpointFile = (path: string): CheckpointSink => ({
  name: `file ${path}`,
  lastWritten: () =>
    withFile(path, async (file) => {
      const lines = (await readTail(file)).split('\n').map(asCheckpoint)
      return lines.findLast((checkpoint) => checkpoint !== null) ?? null
    }),
  write: (checkpoints) =>
    withFile(path, async (file) => {
      const tail = await readTail(file)
      const text = checkpoints.map((checkpoint) => `${JSON.stringify(checkpoint)}\n`).join('')
      await file.appendFile(tail === '' || tail.endsWith('\n') ? text : `\n${text}`)
      await file.sync()
      if (tail === '') await syncFolder(path)
    }),
})
