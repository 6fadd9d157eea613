/** What was typed as limits, by name; an empty one isn't tried. null: one is no whole number, or none is left. */
export const limitsOf = (typed: Readonly<Record<string, string>>): Record<string, number> | null => {
  const given = Object.entries(typed).filter(([, text]) => text.trim() !== '')
  if (given.length === 0 || given.some(([, text]) => !/^\d{1,12}$/.test(text.trim()))) return null
  return Object.fromEntries(given.map(([name, text]) => [name, Number(text.trim())]))
}
