/** One parameter as the SDK's types describe it. `emptyable` parameters may be unset by sending an empty string. */
export type ParamSchema = (
  | { readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'decimal' }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'array'; readonly of: ParamSchema }
  | { readonly type: 'map'; readonly of: ParamSchema }
  | HashSchema
  | { readonly type: 'union'; readonly any: readonly ParamSchema[] }
) & { readonly emptyable?: true }

export interface HashSchema {
  readonly type: 'hash'
  readonly fields: Readonly<Record<string, ParamSchema>>
  readonly required: readonly string[]
}

/** Where an id can be replaced by its object: object name → dotted field → names of the objects it may hold. */
export type ExpandableFields = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** One field of an answer as the SDK's types describe it. `object` is one of Stripe's objects, by its name. */
export type ResponseShape =
  | { readonly type: 'any' | 'boolean' | 'decimal' | 'integer' | 'null' | 'number' | 'string' }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'array' | 'list' | 'map'; readonly of: ResponseShape }
  | { readonly type: 'object'; readonly name: string; readonly isDeleted?: true }
  | { readonly type: 'union'; readonly any: readonly ResponseShape[] }
  | ResponseHash

export interface ResponseHash {
  readonly type: 'hash'
  readonly fields: Readonly<Record<string, ResponseShape>>
  readonly optional: readonly string[]
}

/** Object name, or `customer deleted` for what stands for a deleted one → its fields. */
export type ObjectShapes = Readonly<Record<string, ResponseHash>>

export interface AnswerShape {
  readonly page?: 'list' | 'search_result'
  readonly shape: ResponseShape
}
