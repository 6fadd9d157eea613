import { desktop } from './desktop.ts'

/** Read only when asked to. Rejects where the browser or the person says no. */
export const readClipboard = async (): Promise<string> =>
  desktop ? (await desktop.ask('readClipboard')).text : navigator.clipboard.readText()

/** The desktop's page has no permission of its own to write there; the main process has. */
export const writeClipboard = async (text: string): Promise<void> => {
  if (desktop) await desktop.ask('copyText', { text })
  else await navigator.clipboard.writeText(text)
}
