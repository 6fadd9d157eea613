/** Types of `run-command.mjs`, which stays plain JavaScript because the bootstrap needs it first. */
export interface CommandOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly limitMs?: number
}
export declare const runCommand: (
  command: string,
  args: readonly string[],
  options?: CommandOptions,
) => Promise<{ code: number; output: string; isLate: boolean }>
