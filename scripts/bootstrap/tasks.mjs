/**
 * What each npm script runs, and how hard to try for the `sqlite3` driver first: `full` may compile for minutes, `quick`
 * only asks for the prebuilt file, `none` does not care. Without it the built-in `node:sqlite` serves.
 */
export const TASKS = {
  start: { entry: 'scripts/start.ts', sqlite: 'quick' },
  test: { entry: 'scripts/test.ts', sqlite: 'full' },
  check: { entry: 'scripts/check.ts', sqlite: 'none' },
  prove: { entry: 'scripts/prove.ts', sqlite: 'full' },
  bench: { entry: 'scripts/bench.ts', sqlite: 'full' },
  companion: { entry: 'server/app/cli.ts', sqlite: 'quick' },
  sandbox: { entry: 'stripe-sandbox/cli.ts', sqlite: 'none' },
  docs: { entry: 'scripts/docs.ts', sqlite: 'none' },
}
