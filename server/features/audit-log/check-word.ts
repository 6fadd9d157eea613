import { statementText } from '@countersign/shared/features/countersignature'
import { keyIdOf } from '../../kernel/fingerprint.ts'
import { verifyEd25519 } from '../../kernel/verify-ed25519.ts'
import { type WordEntry, type WordVerdict, wordVerdict } from './word-rules.ts'

/** Whether the countersignature in an entry holds, with nothing but the entry. */
export const checkWord = (entry: WordEntry): WordVerdict =>
  wordVerdict(entry, {
    keyIdOf,
    isSigned: ({ statement, signature, publicKey }) =>
      verifyEd25519({ text: statementText(statement), signature }, publicKey),
  })
