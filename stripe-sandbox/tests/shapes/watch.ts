import { expect } from 'vitest'
import type { ObservedAnswer } from '../../index.ts'
import { answerProblems } from './answer-problems.ts'

/** Looks at every answer of a sandbox, and tells in the end in what they differ from the SDK's types. */
export const watchAnswers = () => {
  const problems = new Set<string>()
  return {
    onAnswer: (answer: ObservedAnswer): void => {
      for (const problem of answerProblems(answer)) problems.add(problem)
    },
    verdict: (): void => {
      expect([...problems].toSorted(), 'answers differ from the types of the SDK').toEqual([])
    },
  }
}
