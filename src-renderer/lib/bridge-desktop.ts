import type { BridgeErrorShape } from '@countersign/shared/bridge'
import {
  type AskedPower,
  DESKTOP_POWERS,
  DESKTOP_PREFIX,
  type DesktopPower,
  type PowerInput,
  type PowerOutput,
  type WatchedPower,
} from '@countersign/shared/desktop'
import { TRPCClientError } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { desktopPort, exchangeOf, requireDesktopPort } from './bridge-exchange.ts'

/** What a refused power rejects with: the same class and `data` as a refusal of the companion. */
type DesktopError = TRPCClientError<AnyTRPCRouter>

type InputOf<Name extends DesktopPower> = undefined extends PowerInput<Name> ? [] : [input: PowerInput<Name>]

interface Watch<Output> {
  readonly onItem: (item: Output) => void
  readonly onError?: (error: DesktopError) => void
}

export interface Desktop {
  readonly ask: <Name extends AskedPower>(name: Name, ...input: InputOf<Name>) => Promise<PowerOutput<Name>>
  /** Calls back at once with what holds now where the power is a state, then at each change. */
  readonly watch: <Name extends WatchedPower>(name: Name, watch: Watch<PowerOutput<Name>>) => () => void
}

const errorOf = (error: BridgeErrorShape): DesktopError => TRPCClientError.from<AnyTRPCRouter>({ error })

/** Typed access to the powers of the machine. In a browser there is none: see `isDesktop`. */
export const createDesktop = (port = requireDesktopPort()): Desktop => {
  const { ask } = exchangeOf(port)
  return {
    ask: (name, ...[input]) =>
      new Promise((resolve, reject) => {
        const { kind, output } = DESKTOP_POWERS[name]
        ask(
          { type: kind, path: DESKTOP_PREFIX + name, input },
          {
            onAnswer: (answer) => {
              if (answer.kind === 'result') resolve(output.parse(answer.data) as PowerOutput<typeof name>)
            },
            onError: (error) => reject(errorOf(error)),
          },
        )
      }),
    watch: (name, watch) => {
      const { kind, output } = DESKTOP_POWERS[name]
      return ask(
        { type: kind, path: DESKTOP_PREFIX + name, input: undefined },
        {
          onAnswer: (answer) => {
            if (answer.kind === 'event') watch.onItem(output.parse(answer.data) as PowerOutput<typeof name>)
          },
          onError: (error) => watch.onError?.(errorOf(error)),
        },
      )
    },
  }
}

export const isDesktop = (): boolean => desktopPort() !== undefined
