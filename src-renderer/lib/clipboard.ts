import { desktop } from './desktop.ts'

/** Read only when asked to. Rejects where the browser or the person says no. */
export const readClipboard = async (): Promise<string> =>
  desktop ? (await desktop.ask('readClipboard')).text : navigator.clipboard.readText()
