import { z } from 'zod'

/** The content policy forbids compiling code; zod would try it with the first schema made, so this comes before any. */
z.config({ jitless: true })
