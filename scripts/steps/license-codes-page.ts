import { LICENSE_CODES, LICENSE_NOTICES, type LicenseCodeEntry } from '../../src-shared/license-codes.ts'

const section = ([code, { text, next, reply }]: readonly [string, LicenseCodeEntry]): string =>
  `## ${code}

${text} ${next}

> ${reply}
`

const notice = ([code, text]: readonly [string, string]): string => `| \`${code}\` | ${text} |`

/** `docs/license-codes.md`, whole: a section for each code, in the catalogue's order. */
export const licenseCodesPage = (): string =>
  `# Codes of the licence API

What the answer means, what to do, and what support writes to the customer. Made from \`src-shared/license-codes.ts\` by
\`npm run docs\`; don't edit it here. The API itself: [licenses-api.md](licenses-api.md).

${Object.entries<LicenseCodeEntry>(LICENSE_CODES).map(section).join('\n')}
## Notices

Said beside \`verdict: "ok"\`.

| code | means |
| ---- | ----- |
${Object.entries(LICENSE_NOTICES).map(notice).join('\n')}
`
