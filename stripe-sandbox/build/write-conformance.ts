import { writeFileSync } from 'node:fs'
import { type Check, conformanceChecks } from './conformance-list.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const rowOf = ({ rule, cases, source }: Check): string =>
  `| ${cell(rule)} | ${cases === 1 ? '' : cases} | ${cell(source)} |`

const sectionOf = (area: string, checks: readonly Check[]): string =>
  [`## ${area}`, '', '| rule | cases | source |', '|---|---|---|', ...checks.map(rowOf), ''].join('\n')

/** `docs/conformance.md` as it should be. */
export const conformanceDocument = (checks = conformanceChecks()): string => {
  const total = checks.reduce((sum, { cases }) => sum + cases, 0)
  const areas = [...new Set(checks.map(({ area }) => area))]
  return [
    '# Conformance checks',
    '',
    `Generated from \`tests/conformance\` by \`build/write-conformance.ts\`: ${total} checks in ${areas.length} areas.`,
    '"docs" are pages of docs.stripe.com by their title, "SDK" the types and comments of the installed client.',
    '',
    ...areas.map((area) =>
      sectionOf(
        area,
        checks.filter((check) => check.area === area),
      ),
    ),
  ].join('\n')
}

if (import.meta.main) writeFileSync(new URL('../docs/conformance.md', import.meta.url), conformanceDocument())
