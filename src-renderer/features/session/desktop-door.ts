import type { Desktop } from '../../lib/bridge-desktop.ts'
import type { AuthDoor } from './auth-shapes.ts'

/** The desktop: the main process signs in and keeps the token; this page learns only who it is. */
export const desktopDoor = (desktop: Desktop): AuthDoor => ({
  methods: () => desktop.ask('session.methods'),
  signInLocal: async (input) => void (await desktop.ask('session.signInLocal', input)),
  signInOidc: async () => void (await desktop.ask('session.signInOidc')),
  confirmOidc: async () => void (await desktop.ask('session.confirmOidc')),
  createFirstAdmin: async (input) => (await desktop.ask('session.createFirstAdmin', input)).totp,
  signOut: async () => void (await desktop.ask('session.signOut')),
})
