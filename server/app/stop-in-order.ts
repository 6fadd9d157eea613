type Stop = () => unknown

/** Runs each, whatever the ones before it did: a part that can't be stopped must not keep the others running. */
export const stopInOrder = async (stops: readonly Stop[]): Promise<void> => {
  const failures: unknown[] = []
  for (const stop of stops) {
    try {
      await stop()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
