import type { Transaction } from '../ports/database.ts'
import { onCommit } from './transaction.ts'

type Kind = 'executions' | 'events' | 'meters' | 'tenants'

const listeners = new Map<Kind, Set<() => void>>()

/** Tells whoever does such work in this process that some was committed. Other replicas see it when they look. */
export const tellWork = (kind: Kind): void => {
  for (const tell of listeners.get(kind) ?? []) tell()
}

/** The same, once this is committed. */
export const announceWork = (tx: Transaction, kind: Kind): void => onCommit(tx, () => tellWork(kind))

export const followWork = (kind: Kind, tell: () => void, signal: AbortSignal): void => {
  const told = listeners.get(kind) ?? new Set()
  listeners.set(kind, told.add(tell))
  signal.addEventListener('abort', () => told.delete(tell), { once: true })
}
