import { desktop } from '../../lib/desktop.ts'
import type { AuthDoor } from './auth-shapes.ts'
import { browserDoor } from './browser-door.ts'
import { desktopDoor } from './desktop-door.ts'

export const authDoor: AuthDoor = desktop ? desktopDoor(desktop) : browserDoor
