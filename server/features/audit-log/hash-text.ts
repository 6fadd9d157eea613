import { createHash } from 'node:crypto'
import type { Digest } from './chain-rules.ts'

export const hashText: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex')
