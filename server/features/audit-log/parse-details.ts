/** An entry's details; what was tampered with is shown as it is, and the check of the chain names it. */
export const parseDetails = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { unreadable: text }
  }
}
