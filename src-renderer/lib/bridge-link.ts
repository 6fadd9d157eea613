import type { BridgeErrorShape } from '@countersign/shared/bridge'
import { type Operation, TRPCClientError, type TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { type BridgeAnswer, exchangeOf, requireDesktopPort } from './bridge-exchange.ts'

type LinkResult<Router extends AnyTRPCRouter> = Parameters<
  NonNullable<Parameters<ReturnType<ReturnType<TRPCLink<Router>>>['subscribe']>[0]['next']>
>[0]['result']

const errorOf = <Router extends AnyTRPCRouter>(error: BridgeErrorShape): TRPCClientError<Router> =>
  TRPCClientError.from<Router>({ error })

const resultOf = <Router extends AnyTRPCRouter>(answer: BridgeAnswer): LinkResult<Router> => {
  switch (answer.kind) {
    case 'result':
    case 'event':
      return { data: answer.data }
    case 'started':
      return { type: 'started' }
    case 'stopped':
      return { type: 'stopped' }
    case 'connection': {
      if (answer.state === 'pending') return { type: 'state', state: 'pending', error: null }
      return { type: 'state', state: 'connecting', error: answer.error && errorOf<Router>(answer.error) }
    }
  }
}

/** Abort reaches the link twice: tRPC unsubscribes a promise's call, and a caller's signal may end a subscription. */
const onAbort = (signal: Operation['signal'], stop: () => void): (() => void) => {
  if (!signal) return () => undefined
  signal.addEventListener('abort', stop, { once: true })
  return () => signal.removeEventListener('abort', stop)
}

/** The tRPC client's last link in the desktop: every call crosses the one bridge to the main process. */
export const createBridgeLink =
  <Router extends AnyTRPCRouter>(port = requireDesktopPort()): TRPCLink<Router> =>
  () =>
  ({ op }) =>
    observable((observer) => {
      if (op.signal?.aborted) {
        observer.error(TRPCClientError.from<Router>(new DOMException('Aborted', 'AbortError')))
        return
      }
      const stop = exchangeOf(port).ask(
        { type: op.type, path: op.path, input: op.input },
        {
          onAnswer: (answer) => {
            observer.next({ result: resultOf<Router>(answer) })
            if (answer.kind === 'result' || answer.kind === 'stopped') observer.complete()
          },
          onError: (error) => observer.error(errorOf<Router>(error)),
        },
      )
      const forget = onAbort(op.signal, () => {
        stop()
        observer.error(TRPCClientError.from<Router>(new DOMException('Aborted', 'AbortError')))
      })
      return () => {
        forget()
        stop()
      }
    })
