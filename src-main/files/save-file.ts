import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CheckedInput, PowerOutput } from '@countersign/shared/desktop'
import { app, type BrowserWindow, dialog } from 'electron'
import { Refusal } from '../bridge/refusal.ts'

type FileToSave = CheckedInput<'saveFile'>

const EXTENSIONS: Readonly<Record<FileToSave['mediaType'], string>> = {
  'text/csv': 'csv',
  'text/plain': 'txt',
  'application/json': 'json',
  'application/pdf': 'pdf',
}

const bytesOf = (content: FileToSave['content']): Uint8Array =>
  content.encoding === 'text' ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64')

/** The person picks the place in the system's dialog; the page learns the file's name and never a path. */
export const saveFile = async (window: BrowserWindow, file: FileToSave): Promise<PowerOutput<'saveFile'>> => {
  const extension = EXTENSIONS[file.mediaType]
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), file.suggestedName),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  if (canceled || !filePath) return { isSaved: false, name: null }
  try {
    await writeFile(filePath, bytesOf(file.content))
  } catch (cause) {
    throw new Refusal('INPUT_INVALID', { message: 'The file could not be written there.', cause })
  }
  return { isSaved: true, name: basename(filePath) }
}
