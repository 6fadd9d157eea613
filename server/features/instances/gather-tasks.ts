import { GatewayError } from '../../kernel/errors.ts'

interface Waiting<Task> {
  readonly task: Task
  readonly reject: (reason: unknown) => void
}

/** Writes one group; what it returns is called once that is durable. */
export type WriteGroup<Task> = (group: readonly Task[]) => Promise<ReadonlyArray<() => void>>

const MOST_IN_A_GROUP = 128

/** Tasks that come in while a group is written make up the next one. Returns how to hand one in. */
export const gatherTasks = <Task>(
  write: WriteGroup<Task>,
): ((task: Task, reject: (reason: unknown) => void) => void) => {
  const waiting: Array<Waiting<Task>> = []
  let isWriting = false

  const settle = async (group: ReadonlyArray<Waiting<Task>>): Promise<void> => {
    try {
      for (const end of await write(group.map(({ task }) => task))) end()
    } catch (error) {
      // One that can't be written must not take the others with it; a database that is away takes them all.
      if (group.length === 1 || error instanceof GatewayError) return group.forEach(({ reject }) => reject(error))
      for (const each of group) await settle([each])
    }
  }

  const flush = async (): Promise<void> => {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) await settle(waiting.splice(0, MOST_IN_A_GROUP))
    isWriting = false
  }

  return (task, reject) => {
    waiting.push({ task, reject })
    // Those of the same moment go together.
    if (waiting.length === 1) setImmediate(() => void flush())
  }
}
