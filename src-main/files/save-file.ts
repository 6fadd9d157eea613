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

/** The person picks the place in the system's dialog; null if they would rather not. */
export const askForPlace = async (window: BrowserWindow, name: string, extension: string): Promise<string | null> => {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), name),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  return canceled || !filePath ? null : filePath
}

/** A full disk or a read-only folder is for the person to know, and its path not for the page. */
export const writing = async <Value>(step: Promise<Value>): Promise<Value> => {
  try {
    return await step
  } catch (cause) {
    throw new Refusal('INPUT_INVALID', { message: 'The file could not be written there.', cause })
  }
}

/** The page learns the file's name and never a path. */
export const saveFile = async (window: BrowserWindow, file: FileToSave): Promise<PowerOutput<'saveFile'>> => {
  const place = await askForPlace(window, file.suggestedName, EXTENSIONS[file.mediaType])
  if (place === null) return { isSaved: false, name: null }
  await writing(writeFile(place, bytesOf(file.content)))
  return { isSaved: true, name: basename(place) }
}
