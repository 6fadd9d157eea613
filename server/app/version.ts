import manifest from '../package.json' with { type: 'json' }

/** Of the companion; the desk shows it, and a newer database refuses an older one. */
export const version: string = manifest.version
