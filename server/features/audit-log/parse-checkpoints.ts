import { auditCheckpointSchema } from '@countersign/shared/features/audit'
import { z } from 'zod'
import type { Checkpoint } from './chain-rules.ts'

const lineSchema = z.strictObject({ companion: z.string(), ...auditCheckpointSchema.shape })

export interface ParsedCheckpoints {
  readonly checkpoints: Checkpoint[]
  /** Lines that aren't checkpoints: torn by a crash, or something else. They prove nothing and cost nothing. */
  readonly unreadable: number
}

const asCheckpoint = (line: string): Checkpoint | null => {
  try {
    return lineSchema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

/** From the lines of a file that a checkpoint sink has written. The same checkpoint may stand in it twice. */
export const parseCheckpoints = async (lines: AsyncIterable<string>): Promise<ParsedCheckpoints> => {
  const checkpoints = new Map<string, Checkpoint>()
  let unreadable = 0
  for await (const line of lines) {
    if (line === '') continue
    const checkpoint = asCheckpoint(line)
    if (checkpoint === null) unreadable += 1
    else checkpoints.set(JSON.stringify(checkpoint), checkpoint)
  }
  return { checkpoints: [...checkpoints.values()], unreadable }
}
