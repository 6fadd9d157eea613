/** What a clock needs to be saved and continued. */
export interface ClockState {
  readonly offset: number
  readonly frozenAt: number | null
}

/** An account's time in Unix seconds: the real one, moved, or frozen. It never goes back once something happened. */
export class AccountClock {
  readonly #real: () => number
  #state: ClockState
  #during: number | null = null
  #testTime: number | null = null

  constructor(real: () => number, state: ClockState = { offset: 0, frozenAt: null }) {
    this.#real = real
    this.#state = state
  }

  get state(): ClockState {
    return this.#state
  }

  /** The time of the machine, moved but not frozen. */
  real(): number {
    return Math.floor(this.#real() / 1000)
  }

  now(): number {
    return this.#testTime ?? this.ownNow()
  }

  /** The account's time, whatever a test clock says. */
  ownNow(): number {
    return this.#during ?? this.#state.frozenAt ?? this.real() + this.#state.offset
  }

  set(at: number): void {
    this.#state =
      this.#state.frozenAt === null ? { offset: at - this.real(), frozenAt: null } : { offset: 0, frozenAt: at }
  }

  /** Runs a task at a moment that has passed: what was due then happens as of then. */
  during<R>(at: number, task: () => R): R {
    const before = this.#during
    this.#during = at
    try {
      return task()
    } finally {
      this.#during = before
    }
  }

  /** Runs a task in the time of a test clock; null leaves the account's own. */
  inTestTime<R>(at: number | null, task: () => R): R {
    const before = this.#testTime
    this.#testTime = at
    try {
      return task()
    } finally {
      this.#testTime = before
    }
  }

  /** Runs a task at a moment of the time that it lives in, the account's own or a test clock's. */
  at<R>(moment: number, task: () => R): R {
    return this.#testTime === null ? this.during(moment, task) : this.inTestTime(moment, task)
  }

  freeze(): void {
    this.#state = { offset: 0, frozenAt: this.now() }
  }

  /** Lets time run again from where it stood. */
  run(): void {
    this.#state = { offset: this.now() - this.real(), frozenAt: null }
  }
}
