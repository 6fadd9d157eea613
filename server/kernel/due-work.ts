import type { Transaction } from '../ports/database.ts'
import { onCommit } from './transaction.ts'

type Kind = 'executions' | 'events' | 'meters' | 'tenants'

const listeners = new Map<Kind, Set<() => void>>()

/** After the commit whoever does such work in this process is told at once. Other replicas see it when they look. */
export const announceWork = (tx: Transaction, kind: Kind): void =>
  onCommit(tx, () => {
    for (const tell of listeners.get(kind) ?? []) tell()
  })

export const followWork = (kind: Kind, tell: () => void, signal: AbortSignal): void => {
  const told = listeners.get(kind) ?? new Set()
  listeners.set(kind, told.add(tell))
  signal.addEventListener('abort', () => told.delete(tell), { once: true })
}
