import { homedir } from 'node:os'
import { join } from 'node:path'

const NAME = 'Countersign'

/** Where this platform keeps a program's data; the same folder that the desktop uses, so that both show one desk. */
export const defaultFolder = (): string => {
  const home = homedir()
  if (process.platform === 'win32') return join(process.env.APPDATA ?? join(home, 'AppData', 'Roaming'), NAME)
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', NAME)
  return join(process.env.XDG_CONFIG_HOME ?? join(home, '.config'), NAME)
}
