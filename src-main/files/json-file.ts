import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { describeError, logLine } from '../log.ts'

export interface JsonFile<Value> {
  readonly read: () => Value
  readonly write: (value: Value) => Promise<void>
}

/**
 * A small file of the app's own. What can't be read or no longer fits is as if it weren't there: a damaged settings
 * file must not keep the desk from opening. Writes are queued and replace the file whole.
 */
export const openJsonFile = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  fallback: z.output<Schema>,
): JsonFile<z.output<Schema>> => {
  let queue = Promise.resolve()

  const replace = async (value: z.output<Schema>) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }

  return {
    read: () => {
      try {
        return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return fallback
      }
    },
    write: (value) => {
      queue = queue
        .then(() => replace(value))
        .catch((error: unknown) => {
          logLine('file-not-written', { file: path, error: describeError(error) })
        })
      return queue
    },
  }
}
