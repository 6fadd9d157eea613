import { isFields, isThing, type Thing } from './reader.ts'

/** Beginnings of the ids of objects; the ids of coupons, meter events and requests are anybody's choice or no object's. */
const ID =
  /^(?:cus|prod|price|sub|in|ii|il|si|di|promo|cn|cnli|cbtxn|pm|sub_sched|clock|txi|txr|ch|py|pi|seti|re|pyr|inpay|li|mtr|bpc|cs_test)_(?=[A-Za-z0-9]*[0-9A-Z])[A-Za-z0-9]{8,}$/

const FREE_TEXT = new Set(['metadata', 'description', 'name', 'payload'])

interface Reference {
  readonly from: string
  readonly to: string
}

const isReference = (key: string, value: string): boolean =>
  ID.test(value) || (key === 'coupon' && value !== '') || (key === 'tax_rate' && value !== '')

const walk = (value: unknown, at: { readonly key: string; readonly from: string }, visit: Visitor): void => {
  if (typeof value === 'string') {
    if (at.key === 'id') visit.owns(value)
    else if (isReference(at.key, value)) visit.refers({ from: at.from, to: value })
    return
  }
  if (Array.isArray(value)) {
    for (const one of value) walk(one, at, visit)
    return
  }
  if (!isFields(value)) return
  const from = isThing(value) ? `${value.object} ${value.id}` : at.from
  for (const [key, inner] of Object.entries(value))
    if (!FREE_TEXT.has(key)) walk(inner, { key, from: `${from}.${key}` }, visit)
}

interface Visitor {
  readonly owns: (id: string) => void
  readonly refers: (reference: Reference) => void
}

/** References to objects that neither exist nor were ever deleted. */
export const danglingReferences = (things: readonly Thing[], deleted: ReadonlySet<string>): string[] => {
  const known = new Set(deleted)
  const references: Reference[] = []
  for (const thing of things) {
    // What a deleted customer leaves behind refers to what is no longer listed.
    const isLeft = deleted.has(String(thing['customer']))
    const refers = (reference: Reference): void => {
      if (!isLeft) references.push(reference)
    }
    walk(thing, { key: '', from: '' }, { owns: (id) => known.add(id), refers })
  }
  return references.flatMap(({ from, to }) => (known.has(to) ? [] : `${from} refers to ${to}, which does not exist`))
}
