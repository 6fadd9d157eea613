export { foldOrNull } from './fold-rules.ts'
export { indexDocuments } from './index-documents.ts'
