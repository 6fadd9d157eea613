import { crc32, deflateSync, inflateSync } from 'node:zlib'

// A picture of the desk holds some thousand shades of few colours, from the edges of letters. With 256 that differ it is
// less than half as large and looks the same.

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const MOST_COLOURS = 256
const RGB = 3

interface Pixels {
  readonly width: number
  readonly height: number
  /** Red, green, blue of each, row by row. */
  readonly data: Buffer
}

const chunksOf = function* (png: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) }
    at += length + 12
  }
}

const paeth = (left: number, up: number, corner: number): number => {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

const PREDICTIONS = [
  () => 0,
  (left: number) => left,
  (_left: number, up: number) => up,
  (left: number, up: number) => (left + up) >> 1,
  paeth,
]

const unfilter = (raw: Buffer, width: number, height: number): Buffer => {
  const stride = width * RGB
  const data = Buffer.alloc(stride * height)
  const at = (row: number, column: number) => (row < 0 || column < 0 ? 0 : (data[row * stride + column] ?? 0))
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1)
    const predict = PREDICTIONS[raw[start] ?? 0] ?? (() => 0)
    for (let column = 0; column < stride; column += 1) {
      const guess = predict(at(row, column - RGB), at(row - 1, column), at(row - 1, column - RGB))
      data[row * stride + column] = ((raw[start + 1 + column] ?? 0) + guess) & 255
    }
  }
  return data
}

const readPixels = (png: Buffer): Pixels => {
  const chunks = [...chunksOf(png)]
  const header = chunks.find(({ type }) => type === 'IHDR')?.body
  if (header?.[9] !== 2) throw new Error('only pictures in plain red, green and blue are shrunk')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body)))
  return { width, height, data: unfilter(raw, width, height) }
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2

const SURFACES = 40
const ALIKE = 120

const byFrequency = ({ data }: Pixels): number[] => {
  const seen = new Map<number, number>()
  for (let at = 0; at < data.length; at += RGB) {
    const colour = data.readUIntBE(at, RGB)
    seen.set(colour, (seen.get(colour) ?? 0) + 1)
  }
  return [...seen].toSorted(([a, often], [b, other]) => other - often || a - b).map(([colour]) => colour)
}

/** Surfaces as they are, however alike; of the rest none twice, so that a small red sign keeps its red. */
const coloursOf = (pixels: Pixels): number[] => {
  const colours: number[] = []
  for (const colour of byFrequency(pixels)) {
    const isNew = colours.length < SURFACES || colours.every((chosen) => distance(chosen, colour) > ALIKE)
    if (isNew) colours.push(colour)
    if (colours.length === MOST_COLOURS) break
  }
  return colours
}

const indexed = ({ width, height, data }: Pixels, colours: readonly number[]): Buffer => {
  const known = new Map<number, number>()
  const placeOf = (colour: number): number => {
    const place =
      known.get(colour) ??
      colours.reduce((best, each, at) => (distance(each, colour) < distance(colours[best] ?? 0, colour) ? at : best), 0)
    known.set(colour, place)
    return place
  }
  const rows = Buffer.alloc((width + 1) * height)
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    rows[pixel + Math.floor(pixel / width) + 1] = placeOf(data.readUIntBE(pixel * RGB, RGB))
  }
  return rows
}

const chunk = (type: string, body: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}

export const shrinkPng = (png: Buffer): Buffer => {
  const pixels = readPixels(png)
  const colours = coloursOf(pixels)
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0])
  header.writeUInt32BE(pixels.width, 0)
  header.writeUInt32BE(pixels.height, 4)
  const palette = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  const body = deflateSync(indexed(pixels, colours), { level: 9, memLevel: 9 })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', body),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
