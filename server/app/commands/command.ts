/** Where a command writes; injected so that a test can read it. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>
  out(line: string): void
  err(line: string): void
}

/** One word of `npm run companion -- WORD …`. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** Shown by `WORD --help`. */
  readonly usage: string
  /** Resolves with the exit code; 0 = done, 1 = refused or found broken, 2 = called wrongly. */
  run(args: readonly string[], io: CommandIo): Promise<number>
}
