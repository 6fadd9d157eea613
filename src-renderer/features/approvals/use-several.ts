import { useState } from 'react'
import { failureOf } from '../../lib/failure.ts'
import { useTRPCClient } from '../../lib/trpc.ts'
import { approvals } from '../../messages/approvals.ts'
import { type DecisionDoors, useCountersign } from './use-countersign.ts'

export interface Result {
  readonly isDone: boolean
  readonly text: string
}

/** Signs one after the other. A failure is told beside its row and stops nothing but that row. */
export const useSeveral = (doors: DecisionDoors) => {
  const client = useTRPCClient()
  const countersign = useCountersign(doors)
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map())
  const [isRunning, setRunning] = useState(false)
  const tell = (id: string, result: Result) => setResults((before) => new Map([...before, [id, result]]))
  const one = async (id: string): Promise<Result> => {
    try {
      const request = await client.approvals.read.query({ id })
      const { state } = await countersign({ request, decision: 'approve', comment: null })
      return { isDone: true, text: approvals.states[state] }
    } catch (error) {
      return { isDone: false, text: failureOf(error).text }
    }
  }
  const run = async (ids: readonly string[]): Promise<void> => {
    setRunning(true)
    for (const id of ids) {
      tell(id, { isDone: false, text: approvals.several.running })
      tell(id, await one(id))
    }
    setRunning(false)
  }
  return { results, isRunning, run }
}
