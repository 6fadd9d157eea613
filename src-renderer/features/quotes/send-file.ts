import { UPLOAD_PART_BYTES, type UploadPurpose } from '@countersign/shared/features/quotes'
import type { DeskClient } from '../../lib/trpc.ts'

export interface FileToSend {
  readonly file: File
  readonly purpose: UploadPurpose
  readonly signal: AbortSignal
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void
}

const CHARS_AT_ONCE = 0x80_00

const base64Of = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHARS_AT_ONCE)
    text += String.fromCodePoint(...bytes.subarray(at, at + CHARS_AT_ONCE))
  return btoa(text)
}

/** In parts, since one message to the companion has no room for a file; what arrived twice counts once. */
export const sendFile = async (
  client: DeskClient,
  { file, purpose, signal, onProgress }: FileToSend,
): Promise<string> => {
  const { uploadId } = await client.quotes.beginUpload.mutate(
    { purpose, name: file.name, bytes: file.size },
    { signal },
  )
  for (let part = 0; part * UPLOAD_PART_BYTES < file.size; part++) {
    const piece = file.slice(part * UPLOAD_PART_BYTES, (part + 1) * UPLOAD_PART_BYTES)
    const base64 = base64Of(new Uint8Array(await piece.arrayBuffer()))
    await client.quotes.uploadPart.mutate({ uploadId, part, base64 }, { signal })
    onProgress(Math.min(1, ((part + 1) * UPLOAD_PART_BYTES) / file.size))
  }
  return uploadId
}
