// Postings: which of a segment's 65,536 places hold a gram. Up to 4,096 places they are kept as a list (two bytes each,
// little-endian, rising), beyond that as a map of bits: never more than 8 KiB, and both are joined without unpacking.

export const SEGMENT_PLACES = 65_536
const MOST_LISTED = 4096
const MAP_BYTES = SEGMENT_PLACES / 8

export interface Postings {
  readonly count: number
  readonly bytes: Uint8Array
}

const isMap = (postings: Postings): boolean => postings.count > MOST_LISTED

/** `places`: rising, each once. */
export const packPlaces = (places: readonly number[]): Postings => {
  if (places.length <= MOST_LISTED) {
    const bytes = new Uint8Array(places.length * 2)
    const view = new DataView(bytes.buffer)
    for (const [index, place] of places.entries()) view.setUint16(index * 2, place, true)
    return { count: places.length, bytes }
  }
  const bytes = new Uint8Array(MAP_BYTES)
  for (const place of places) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7))
  return { count: places.length, bytes }
}

const listed = ({ bytes }: Postings): number[] => {
  const places: number[] = []
  for (let i = 0; i + 1 < bytes.length; i += 2) places.push((bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8))
  return places
}

const hasBit = (map: Uint8Array, place: number): boolean => ((map[place >> 3] ?? 0) & (1 << (place & 7))) !== 0

const mapped = (map: Uint8Array): number[] => {
  const places: number[] = []
  for (let i = 0; i < map.length; i++) {
    const byte = map[i] ?? 0
    for (let bit = 0; byte >> bit; bit++) if (byte & (1 << bit)) places.push(i * 8 + bit)
  }
  return places
}

export const unpackPlaces = (postings: Postings): number[] =>
  isMap(postings) ? mapped(postings.bytes) : listed(postings)

/** Both rise, so one walk along both lists is enough. */
const keepListed = (places: readonly number[], bytes: Uint8Array): number[] => {
  const kept: number[] = []
  let at = 0
  for (const place of places) {
    while (at < bytes.length && ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) < place) at += 2
    if (at < bytes.length && ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) === place) kept.push(place)
  }
  return kept
}

const keepCommon = (places: readonly number[], postings: Postings): number[] =>
  isMap(postings) ? places.filter((place) => hasBit(postings.bytes, place)) : keepListed(places, postings.bytes)

const commonMap = (maps: readonly Postings[]): Uint8Array => {
  const common = new Uint8Array(maps[0]?.bytes ?? [])
  for (const { bytes } of maps.slice(1)) {
    for (let i = 0; i < common.length; i++) common[i] = (common[i] ?? 0) & (bytes[i] ?? 0)
  }
  return common
}

/** The places that all of them hold, rising. */
export const commonPlaces = (all: readonly Postings[]): number[] => {
  const [rarest, ...others] = all.toSorted((a, b) => a.count - b.count)
  if (!rarest) return []
  if (isMap(rarest)) return mapped(commonMap(all))
  let places = listed(rarest)
  for (const other of others) {
    if (places.length === 0) break
    places = keepCommon(places, other)
  }
  return places
}
