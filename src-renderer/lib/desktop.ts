import { createDesktop, type Desktop, isDesktop } from './bridge-desktop.ts'

/** The powers of the machine, or null in a browser, where the desk says plainly what is missing. */
export const desktop: Desktop | null = isDesktop() ? createDesktop() : null
