/** How an edge turns a refusal into HTTP and words. `text` is public: no internals, no personal values. */
export interface ErrorEntry {
  readonly status: number
  readonly text: string
  /** What the person can do next. */
  readonly next: string
}

export const entry = (status: number, text: string, next: string): ErrorEntry => ({ status, text, next })
