import type { Kernel } from '../../kernel/context.ts'
import { distinctActions, distinctActors } from './store.ts'

export interface AuditFacets {
  readonly actions: string[]
  readonly actors: Array<{ kind: 'staff' | 'system'; id: string; name: string }>
}

/** What the filters of the log can be set to. */
export const listFacets = async (kernel: Pick<Kernel, 'db'>): Promise<AuditFacets> => {
  const actions = await distinctActions(kernel.db)
  const actors = new Map<string, AuditFacets['actors'][number]>()
  // Newest first: who changed their name is listed once, under the new one.
  for (const { kind, id, name } of await distinctActors(kernel.db)) {
    if (!actors.has(id)) actors.set(id, { kind, id, name: name ?? id.replace(/^system:/, '') })
  }
  return {
    actions: actions.map(({ action }) => action),
    actors: [...actors.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
  }
}
