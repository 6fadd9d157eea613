import type { CheckedInput, DesktopPower, PowerKind, PowerOutput } from '@countersign/shared/desktop'
import { DESKTOP_POWERS, DESKTOP_PREFIX, isDesktopPower } from '@countersign/shared/desktop'
import type { AnswerCall } from './answer-call.ts'
import { Refusal } from './refusal.ts'

type Answered<Name extends DesktopPower> =
  PowerKind<Name> extends 'subscription'
    ? AsyncIterable<PowerOutput<Name>>
    : PowerOutput<Name> | Promise<PowerOutput<Name>>

/** One handler per power of the contract; the compiler names the one that is missing. */
export type Powers = {
  readonly [Name in DesktopPower]: (input: CheckedInput<Name>, signal: AbortSignal) => Answered<Name>
}

/** What one folder of the main process contributes to the whole. */
export type PowersOf<Prefix extends string> = Pick<Powers, Extract<DesktopPower, `${Prefix}.${string}`>>

type AnyHandler = (input: unknown, signal: AbortSignal) => unknown

/** Answers `desktop.*`: the contract is checked on the way in and on the way out. */
export const answerPower =
  (powers: Powers): AnswerCall =>
  async (call, signal, post) => {
    const name = call.path.slice(DESKTOP_PREFIX.length)
    if (!isDesktopPower(name) || DESKTOP_POWERS[name].kind !== call.type) throw new Refusal('NOT_FOUND')
    const input = DESKTOP_POWERS[name].input.safeParse(call.input)
    if (!input.success) throw new Refusal('INPUT_INVALID', { cause: input.error })
    const { output, kind } = DESKTOP_POWERS[name]
    const handler = powers[name] as AnyHandler
    if (kind !== 'subscription') {
      return post({ kind: 'result', data: output.parse(await handler(input.data, signal)) })
    }
    post({ kind: 'started' })
    for await (const item of handler(input.data, signal) as AsyncIterable<unknown>) {
      post({ kind: 'event', data: output.parse(item) })
    }
    post({ kind: 'stopped' })
  }

/** Everything that isn't the desktop's own goes to the companion. */
export const answerOrForward =
  (own: AnswerCall, forward: AnswerCall): AnswerCall =>
  (call, signal, post) =>
    call.path.startsWith(DESKTOP_PREFIX) ? own(call, signal, post) : forward(call, signal, post)
