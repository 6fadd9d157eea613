const forgetters = new Set<() => void>()

/** What one person typed is not for the next: forgotten when they sign out. */
export const onLeave = (forget: () => void): void => void forgetters.add(forget)

export const forgetPerson = (): void => {
  for (const forget of forgetters) forget()
}
