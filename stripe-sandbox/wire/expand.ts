import { expandableFields } from '../generated/expandable.generated.ts'
import type { Account } from '../store/account.ts'
import type { Kind } from '../store/kinds.ts'
import { invalidRequest, notBuilt } from './errors.ts'

type Fields = Readonly<Record<string, unknown>>

/** Fields that an object only carries when asked for: kind → field, with its path inside → how to read it. */
export type Inclusions = Readonly<
  Record<string, Readonly<Record<string, (account: Account, object: Fields) => unknown>>>
>

const MAX_LEVELS = 4

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

interface Place {
  readonly kind: string
  /** Path inside the object of that kind. */
  readonly inside: readonly string[]
  readonly asked: string
  /** The object itself. */
  readonly owner: Fields
}

/** Replaces ids by objects, and adds fields that are left out by default, along the asked paths. */
export class Expander {
  readonly #account: Account
  readonly #inclusions: Inclusions

  constructor(account: Account, inclusions: Inclusions) {
    this.#account = account
    this.#inclusions = inclusions
  }

  expand(answer: Fields, paths: readonly string[]): Fields {
    let expanded: unknown = answer
    for (const asked of paths) {
      const parts = asked.split('.')
      if (parts.length > MAX_LEVELS) {
        throw invalidRequest(`You cannot expand more than ${MAX_LEVELS} levels of a property. Property: ${asked}`, {
          param: 'expand',
        })
      }
      expanded = this.#at(expanded, parts, { kind: '', inside: [], asked, owner: answer })
    }
    return isFields(expanded) ? expanded : answer
  }

  #at(value: unknown, parts: readonly string[], place: Place): unknown {
    if (value === null || value === undefined) return value
    if (Array.isArray(value)) return value.map((element) => this.#at(element, parts, place))
    if (typeof value === 'string') return this.#at(this.#resolve(value, place), parts, place)
    if (parts.length === 0) return value
    if (!isFields(value)) throw this.#cannot(place)
    return this.#into(value, parts, place)
  }

  #into(value: Fields, parts: readonly string[], place: Place): Fields {
    const [key = '', ...rest] = parts
    const here = this.#placeOf(value, place)
    const next: Place = { ...here, inside: [...here.inside, key] }
    const inclusion = this.#inclusions[here.kind]?.[next.inside.join('.')]
    if (inclusion !== undefined && (value[key] === undefined || value[key] === null)) {
      return { ...value, [key]: this.#at(inclusion(this.#account, here.owner), rest, next) }
    }
    const isReference = this.#namesOf(next) !== undefined
    if (!Object.hasOwn(value, key)) {
      // One of several kinds: a payment of an invoice names an intent or a record, and lacks the other field.
      if (isReference) return value
      throw this.#cannot(next)
    }
    if (rest.length === 0 && !isReference) return this.#named(value, key, next)
    return { ...value, [key]: this.#at(value[key], rest, next) }
  }

  /** Naming an object or a list that is there anyway changes nothing; naming a plain value is a mistake. */
  #named(value: Fields, key: string, place: Place): Fields {
    if (!isFields(value[key])) throw this.#cannot(place)
    return value
  }

  #placeOf(value: Fields, place: Place): Place {
    const name = value['object']
    const isObject = typeof name === 'string' && name !== 'list' && name !== 'search_result'
    return isObject ? { ...place, kind: name, inside: [], owner: value } : place
  }

  #namesOf(place: Place): readonly string[] | undefined {
    return expandableFields[place.kind]?.[place.inside.join('.')]
  }

  #resolve(id: string, place: Place): unknown {
    const names = this.#namesOf(place)
    if (names === undefined) throw this.#cannot(place)
    for (const name of names) {
      const found = this.#account.expandable(name as Kind, id)
      if (found !== undefined) return found
    }
    throw notBuilt(`expanding ${place.asked}`, 'expand')
  }

  #cannot(place: Place): Error {
    return invalidRequest(`This property cannot be expanded (${place.inside.at(-1) ?? place.asked}).`, {
      param: 'expand',
    })
  }
}
