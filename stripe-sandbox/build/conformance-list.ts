import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

const TESTS = new URL('../tests/conformance/', import.meta.url)

export interface Check {
  readonly area: string
  readonly rule: string
  /** How many cases a table of them has; 1 otherwise. */
  readonly cases: number
  readonly source: string
}

/** A check that the list cannot tell: without a source, or with cases that nobody can count by reading. */
export class UnreadableCheck extends Error {}

interface Group {
  readonly title: string
  readonly source: string
}

const textOf = (node: ts.Expression | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined

/** Reads one file of checks: `rules(source, title, …)` around `it(…)` and `it.each([…])(…)`. */
class CheckReader {
  readonly #area: string
  readonly #source: ts.SourceFile
  readonly found: Check[] = []

  constructor(area: string, text: string) {
    this.#area = area
    this.#source = ts.createSourceFile(area, text, ts.ScriptTarget.Latest, true)
    this.#visit(this.#source, undefined)
  }

  #visit(node: ts.Node, group: Group | undefined): void {
    if (!ts.isCallExpression(node)) {
      ts.forEachChild(node, (child) => this.#visit(child, group))
      return
    }
    const called = node.expression.getText(this.#source)
    if (/^describe\b/.test(called)) throw this.#unreadable(node, 'has no source: use rules(source, title, checks)')
    if (called === 'rules') this.#visitRules(node)
    else if (called === 'it') this.#note(node, group, 1)
    else if (ts.isCallExpression(node.expression) && /^it\.each\b/.test(called))
      this.#note(node, group, this.#cases(node.expression))
    else ts.forEachChild(node, (child) => this.#visit(child, group))
  }

  #visitRules(node: ts.CallExpression): void {
    const [source, title] = [textOf(node.arguments[0]), textOf(node.arguments[1])]
    if (source === undefined || title === undefined || source.length < 8)
      throw this.#unreadable(node, 'must name its source and its title as plain texts')
    ts.forEachChild(node, (child) => this.#visit(child, { source, title }))
  }

  #note(node: ts.CallExpression, group: Group | undefined, cases: number): void {
    const title = textOf(node.arguments[0])
    if (group === undefined || title === undefined) throw this.#unreadable(node, 'stands outside rules or has no title')
    this.found.push({ area: this.#area, rule: `${group.title}: ${title}`, cases, source: group.source })
  }

  #cases(each: ts.CallExpression): number {
    const [given] = each.arguments
    const table = given !== undefined && ts.isAsExpression(given) ? given.expression : given
    if (table === undefined || !ts.isArrayLiteralExpression(table) || table.elements.some(ts.isSpreadElement))
      throw this.#unreadable(each, 'has cases that cannot be counted by reading')
    return table.elements.length
  }

  #unreadable(node: ts.Node, why: string): UnreadableCheck {
    const { line } = this.#source.getLineAndCharacterOfPosition(node.getStart(this.#source))
    return new UnreadableCheck(`${this.#area}.test.ts:${line + 1} ${why}`)
  }
}

export const readChecks = (area: string, text: string): readonly Check[] => new CheckReader(area, text).found

/** Every check of `tests/conformance`, in the order of its files. */
export const conformanceChecks = (): Check[] =>
  readdirSync(TESTS)
    .filter((file) => file.endsWith('.test.ts'))
    .toSorted()
    .flatMap((file) => readChecks(file.replace('.test.ts', ''), readFileSync(new URL(file, TESTS), 'utf8')))
