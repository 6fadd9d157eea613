import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const IS_WINDOWS = process.platform === 'win32'

export const inRoot = (...parts) => join(ROOT, ...parts)

/** The Node that the dev dependency `node` brings. */
export const PROJECT_NODE = inRoot('node_modules', 'node', 'bin', IS_WINDOWS ? 'node.exe' : 'node')

/** Fetched only where the machine's own Node is too old to install with; removed afterwards. */
export const INSTALLER = inRoot('.cache', 'installer')

/** The npm package that holds Node's binary for this machine, named as the `node` package names it. */
export const nodePackageName = () => {
  const platform = IS_WINDOWS ? 'win' : process.platform
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return `${prefix}-${platform}-${process.arch}`
}

export const INSTALLER_NODE = join(
  INSTALLER,
  'node_modules',
  nodePackageName(),
  'bin',
  IS_WINDOWS ? 'node.exe' : 'node',
)
