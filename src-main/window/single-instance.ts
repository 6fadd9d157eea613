import { app } from 'electron'

/** One desk per person and data folder. A second start hands its arguments to the first and ends. */
export const setupSingleInstance = (onSecond: (argv: readonly string[]) => void): boolean => {
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return false
  }
  app.on('second-instance', (_event, argv) => onSecond(argv))
  return true
}
