import type { Method, Route } from './route.ts'

interface Branch {
  readonly next: Map<string, Branch>
  readonly routes: Map<string, Route>
}

const ANY = ':'

const branch = (): Branch => ({ next: new Map(), routes: new Map() })

export interface Match {
  readonly route: Route
  readonly ids: readonly string[]
}

const decoded = (part: string): string => {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    // A broken escape names nothing; taken as it stands it is simply not found.
    return part
  }
}

/** Finds routes by path segment; a named segment wins over a placeholder. */
export class Router {
  readonly #root = branch()

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route)
  }

  #add(route: Route): void {
    let at = this.#root
    for (const part of route.path.split('/').slice(1)) {
      const key = part.startsWith(':') ? ANY : part
      const next = at.next.get(key) ?? branch()
      at.next.set(key, next)
      at = next
    }
    at.routes.set(route.method, route)
  }

  match(method: Method, path: string): Match | undefined {
    const ids: string[] = []
    let at: Branch | undefined = this.#root
    for (const part of path.split('/').slice(1)) {
      const named: Branch | undefined = at?.next.get(part)
      if (named === undefined) ids.push(decoded(part))
      at = named ?? at?.next.get(ANY)
    }
    const route = at?.routes.get(method)
    return route === undefined ? undefined : { route, ids }
  }
}
