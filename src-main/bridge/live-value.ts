/** A value that others watch: each watcher gets what holds now, then every change. */
export interface LiveValue<Value> {
  readonly get: () => Value
  readonly set: (value: Value) => void
  /** Ends when the signal aborts. A slow reader skips to the newest value: it is a state, not a log. */
  readonly watch: (signal: AbortSignal) => AsyncGenerator<Value, void, undefined>
}

export const createLiveValue = <Value>(first: Value): LiveValue<Value> => {
  let value = first
  let version = 0
  let changed = Promise.withResolvers<void>()

  return {
    get: () => value,
    set: (next) => {
      value = next
      version += 1
      changed.resolve()
      changed = Promise.withResolvers<void>()
    },
    watch: async function* (signal) {
      const aborted = Promise.withResolvers<void>()
      signal.addEventListener('abort', () => aborted.resolve(), { once: true })
      let seen = -1
      while (!signal.aborted) {
        if (seen === version) {
          await Promise.race([changed.promise, aborted.promise])
        } else {
          seen = version
          yield value
        }
      }
    },
  }
}
