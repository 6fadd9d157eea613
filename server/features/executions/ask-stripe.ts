import { judgeFailure, type JudgedFailure } from './judge-failure.ts'

export type Answer<T> =
  | { readonly is: 'answer'; readonly value: T }
  | { readonly is: 'failure'; readonly judged: JudgedFailure }

/** Stripe's answer, or what its failure means. Throws what is no matter of Stripe. */
export const askStripe = async <T>(ask: () => Promise<T>): Promise<Answer<T>> => {
  try {
    return { is: 'answer', value: await ask() }
  } catch (error) {
    const judged = judgeFailure(error)
    if (!judged) throw error
    return { is: 'failure', judged }
  }
}
