import { z } from 'zod'

/** A moment as it crosses the wire: ISO 8601 in UTC. */
export const isoTimeSchema = z.iso.datetime()

/** Milliseconds since the epoch, as the database keeps them, to ISO. */
export const toIso = (at: number): string => new Date(at).toISOString()
