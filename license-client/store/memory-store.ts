import { randomUUID } from 'node:crypto'
import { EMPTY_STATE, type LicenseStore } from './state.ts'

/** For pods without a disk: each start is a new installation. Its seat returns by itself soon after the pod has gone. */
export const memoryStore = (installId: string = randomUUID()): LicenseStore => {
  let kept = { condition: 'fresh' as 'fresh' | 'whole', state: EMPTY_STATE }
  return {
    outlivesProcess: false,
    load: async () => ({ ...kept, installId }),
    save: async (state) => {
      kept = { condition: 'whole', state }
      return true
    },
    foreignGeneration: async () => null,
  }
}
