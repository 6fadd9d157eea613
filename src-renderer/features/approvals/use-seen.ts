import { useState } from 'react'

const NONE: ReadonlySet<string> = new Set()

/** Which requests were opened since the page was: nobody signs what they have not read. */
export const useSeen = (id: string | undefined): ReadonlySet<string> => {
  const [seen, setSeen] = useState(NONE)
  // React's own way to keep something of what was rendered before: it renders again at once.
  if (id !== undefined && !seen.has(id)) setSeen(new Set([...seen, id]))
  return seen
}
