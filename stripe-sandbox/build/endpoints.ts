import ts from 'typescript'
import { ParamReader } from './param-schema.ts'
import type { HashSchema } from './schema-types.ts'
import type { SdkProgram } from './sdk-program.ts'

/** The resource classes whose parameters the sandbox checks; the endpoints of all others are known by name only. */
const CHECKED = new Set([
  'Billing/MeterEvents',
  'Billing/Meters',
  'BillingPortal/Configurations',
  'BillingPortal/Sessions',
  'Charges',
  'Checkout/Sessions',
  'Coupons',
  'CreditNotes',
  'Customers',
  'Events',
  'InvoiceItems',
  'InvoicePayments',
  'Invoices',
  'PaymentIntents',
  'PaymentMethods',
  'Prices',
  'Products',
  'PromotionCodes',
  'Refunds',
  'SetupIntents',
  'SubscriptionItems',
  'SubscriptionSchedules',
  'Subscriptions',
  'TaxIds',
  'TaxRates',
  'TestHelpers/TestClocks',
  'WebhookEndpoints',
])

/** `GET /v1/customers/{}`: the key under which code and table meet; placeholders carry no names. */
const METHOD =
  /^ {4}(\w+)\([^\n]*\) \{\s*(?:\/\/[^\n]*\s*)*(?:return|const \w+ =)? ?this\._makeRequest\('(\w+)', (?:'([^']+)'|`([^`]+)`)/gm

const requestsOf = (javascript: string): Map<string, string> => {
  const found = new Map<string, string>()
  for (const [, name, method, literal, template] of javascript.matchAll(METHOD)) {
    const path = (literal ?? template ?? '').replace(/\$\{[^}]*\}/g, '{}')
    if (name !== undefined) found.set(name, `${method} ${path}`)
  }
  return found
}

const resourceClasses = (source: ts.SourceFile): ts.ClassDeclaration[] => {
  const found: ts.ClassDeclaration[] = []
  source.forEachChild((node) => {
    if (ts.isClassDeclaration(node) && node.name?.text.endsWith('Resource')) found.push(node)
  })
  return found
}

export interface Endpoints {
  readonly known: readonly string[]
  readonly params: Readonly<Record<string, HashSchema>>
}

export const isChecked = ({ fileName }: ts.SourceFile): boolean =>
  CHECKED.has(fileName.split('/resources/')[1]?.replace(/\.d\.ts$/, '') ?? '')

interface Requesting {
  /** `GET /v1/customers/{}` */
  readonly request: string
  readonly method: ts.MethodDeclaration
}

/** The methods of the checked resources with what they request. */
export const readRequests = (sdk: SdkProgram): Requesting[] =>
  sdk.sources.filter(isChecked).flatMap((source) => {
    const requests = requestsOf(sdk.javascriptOf(source))
    const methods = resourceClasses(source).flatMap((node) => node.members.filter(ts.isMethodDeclaration))
    return methods.flatMap((method) => {
      const request = requests.get(method.name.getText(source))
      return request === undefined ? [] : [{ request, method }]
    })
  })

export const readEndpoints = (sdk: SdkProgram): Endpoints => {
  const reader = new ParamReader(sdk.checker)
  const known = new Set(sdk.sources.flatMap((source) => [...requestsOf(sdk.javascriptOf(source)).values()]))
  const params: Record<string, HashSchema> = {}
  for (const { request, method } of readRequests(sdk)) {
    const declared = method.parameters.find((parameter) => parameter.name.getText() === 'params')
    if (declared?.type === undefined) continue
    params[request] = reader.hash(sdk.checker.getTypeFromTypeNode(declared.type), declared)
  }
  return { known: [...known].toSorted(), params }
}
