let aheadMs = 0

/** Each health answer tells the companion's time; until the first one, this machine's clock has to do. */
export const noteCompanionTime = (at: string): void => {
  aheadMs = Date.parse(at) - Date.now()
}

/** The time as the companion has it: what it says lives until a time ends by its clock, not by this machine's. */
export const companionNow = (): string => new Date(Date.now() + aheadMs).toISOString()
