import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Disk, machineDisk } from './disk.ts'
import { seal } from './sealed.ts'
import { type Found, judge, readInstallId, readSlot, type Slot } from './slots.ts'
import { type ClientState, EMPTY_STATE, type LicenseStore, type Loaded } from './state.ts'

const INSTALL = 'install.json'
const SLOTS = ['state-0.json', 'state-1.json'] as const

const slotName = (generation: number) => (generation % 2 === 0 ? SLOTS[0] : SLOTS[1])

interface Place {
  readonly folder: string
  readonly disk: Disk
}

/** A disk that can't be read is as good as an unreadable file: told, never thrown. */
const readOr = async ({ folder, disk }: Place, name: string): Promise<string | null> => {
  try {
    return await disk.read(join(folder, name))
  } catch {
    return ''
  }
}

const find = async (place: Place) => ({
  install: readInstallId(await readOr(place, INSTALL)),
  slots: [readSlot(await readOr(place, SLOTS[0])), readSlot(await readOr(place, SLOTS[1]))] as const,
})

/** What support may want to see is set aside, one of each, before it is written over. */
const setAside = async ({ folder, disk }: Place, name: string): Promise<void> => {
  try {
    await disk.rename(join(folder, name), join(folder, `${name}.damaged`))
  } catch {
    // It can't be moved either: then it stays where it is.
  }
}

const setDamagedAside = async (place: Place, { install, slots: [even, odd] }: Found): Promise<void> => {
  if (install.kind === 'damaged') await setAside(place, INSTALL)
  if (even.kind === 'damaged') await setAside(place, SLOTS[0])
  if (odd.kind === 'damaged') await setAside(place, SLOTS[1])
}

const replace = async ({ folder, disk }: Place, name: string, text: string): Promise<void> => {
  const path = join(folder, name)
  await disk.writeSynced(`${path}.new`, text)
  await disk.rename(`${path}.new`, path)
  await disk.syncFolder(folder)
}

/** Of two processes that begin in one empty folder one makes the id, and both have it. */
const claimInstallId = async (place: Place, wanted: string): Promise<string> => {
  const { folder, disk } = place
  if (await disk.createSynced(join(folder, INSTALL), seal({ installId: wanted }))) {
    await disk.syncFolder(folder)
    return wanted
  }
  const found = readInstallId(await readOr(place, INSTALL))
  if (found.kind === 'there') return found.value
  await replace(place, INSTALL, seal({ installId: wanted }))
  return wanted
}

const identify = async ({ folder, disk }: Place): Promise<string> => {
  try {
    return await disk.identify(folder)
  } catch {
    return ''
  }
}

/** The newest slot that can be read now. */
const newestNow = async (place: Place): Promise<Slot | null> => judge(await find(place)).newest

const loadFrom = async (place: Place): Promise<Loaded & { generation: number; here: string }> => {
  try {
    await place.disk.makeFolder(place.folder)
  } catch {
    // Saving will fail and say so; reading finds what there is.
  }
  const found = await find(place)
  const { condition, newest, installId: known } = judge(found)
  const here = await identify(place)
  await setDamagedAside(place, found)
  // Where nothing can be written, an id that follows from the place is the same at the next start.
  const installId = await claimInstallId(place, known ?? randomUUID()).catch(() => known ?? (here || randomUUID()))
  const isOurs = newest !== null && newest.installId === installId
  const isMoved = condition === 'whole' && newest !== null && newest.place !== here
  return {
    condition: isMoved ? 'moved' : condition,
    installId,
    state: isOurs ? newest.state : EMPTY_STATE,
    generation: newest?.generation ?? 0,
    here,
  }
}

/**
 * A store in a folder of the machine, which belongs to one running program at a time: the one that began last. Every write is
 * whole or not there, whenever the machine stops.
 * @param folder is made where it is missing
 */
export const folderStore = (folder: string, disk: Disk = machineDisk): LicenseStore => {
  const place = { folder, disk }
  const writer = randomUUID()
  let mine = { generation: 0, installId: '', here: '' }
  const foreignGeneration = async () => {
    const newest = await newestNow(place)
    const isForeign = newest !== null && newest.writer !== writer && newest.generation > mine.generation
    return isForeign ? newest.generation : null
  }
  const write = async (state: ClientState): Promise<void> => {
    const generation = mine.generation + 1
    const { installId, here } = mine
    await replace(place, slotName(generation), seal({ generation, installId, writer, place: here, state }))
    mine = { ...mine, generation }
  }
  return {
    outlivesProcess: true,
    load: async () => {
      const { condition, installId, state, generation, here } = await loadFrom(place)
      mine = { generation, installId, here }
      return { condition, installId, state }
    },
    save: async (state) => {
      if ((await foreignGeneration()) !== null) return false
      await write(state)
      return true
    },
    foreignGeneration,
  }
}
