let isReady = false

export const becomeReady = (): void => {
  isReady = true
}

export const hasBecomeReady = (): boolean => isReady

export const requireReady = (what: string): void => {
  if (!isReady) throw new Error(`${what} cannot be used before the app is ready`)
}

export const requireNotReady = (what: string): void => {
  if (isReady) throw new Error(`${what} must be called before the app is ready`)
}
