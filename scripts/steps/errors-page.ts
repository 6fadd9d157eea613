import { type ErrorEntry, ERRORS } from '../../src-shared/errors.ts'

const row = ([code, { status, text, next }]: readonly [string, ErrorEntry]): string =>
  `| \`${code}\` | ${status} | ${text} | ${next} |`

/** `docs/errors.md`, whole: one line for each code of the catalogue, in its order. */
export const errorsPage = (): string =>
  `# Errors

Every refusal that the companion and the desk know: its code, the HTTP status at the edges, what the person reads and what
they can do next. Made from \`src-shared/errors.ts\` by \`npm run docs\`; don't edit it here.

| code | status | text | next |
| ---- | ------ | ---- | ---- |
${Object.entries<ErrorEntry>(ERRORS).map(row).join('\n')}
`
