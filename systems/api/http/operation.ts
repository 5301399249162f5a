// One call that a machine may make, as data: the route, its check and its page in the OpenAPI document are all made from this.
import type { Language, LocalText, Refusal } from '@ruqsat/foundation'
import { z } from 'zod'
import type { ApiParts } from '../deps.ts'
import type { ApiScope } from '../clients/scopes.ts'
import type { ApiClient } from '../store/clients.ts'

export type ApiMethod = 'get' | 'post' | 'put' | 'delete'

/** Parameters of a path or a query: texts, each by its name. */
type Parameters = z.ZodObject<z.ZodRawShape>

/** Nothing is asked. */
export const NONE = z.strictObject({})

export type ApiCall<P extends Parameters, Q extends Parameters, B extends z.ZodType> = {
  readonly parts: ApiParts
  readonly client: ApiClient | null
  readonly language: Language
  readonly params: z.output<P>
  readonly query: z.output<Q>
  readonly body: z.output<B>
  /** Of a POST: the caller's key, the same for the same wish. */
  readonly key: string
}

/** What is sent instead of JSON. */
export type ApiFile = { readonly kind: 'file'; readonly mediaType: string; readonly fileName: string; readonly bytes: Uint8Array }

export type ApiOperation<
  P extends Parameters = Parameters,
  Q extends Parameters = Parameters,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  readonly id: string
  readonly method: ApiMethod
  /** Below `/api/v1`, places in braces. */
  readonly path: string
  readonly summary: LocalText
  /** For programmers, in English; more than the summary has. */
  readonly description: string
  /** Null: anybody. Else what the client's token must hold; `any`: a token is enough. */
  readonly scope: ApiScope | 'any' | null
  readonly params: P
  readonly query: Q
  readonly body?: { readonly shape: B; readonly mediaType: 'application/json' | 'application/octet-stream'; readonly mostBytes: number }
  /** Of a 200 (of a 201 where `makes`). A file has a media type instead of a shape. */
  readonly answer: A | { readonly mediaType: string }
  readonly makes?: true
  /** A repeated call with the same `Idempotency-Key` gets the same answer. */
  readonly isKeyed?: true
  readonly rate?: 'verify' | 'verify-file'
  /** Codes of refusals that have a status of their own; every other is 422, and what is not found 404. */
  readonly statuses?: Readonly<Record<string, number>>
  run(call: ApiCall<P, Q, B>): Promise<z.output<A> | ApiFile | Refusal>
}

/** Infers what the parts of an operation are from each other. */
export function operation<P extends Parameters, Q extends Parameters, B extends z.ZodType, A extends z.ZodType>(
  one: ApiOperation<P, Q, B, A>,
): ApiOperation {
  return one as unknown as ApiOperation
}

export const MOST_PER_PAGE = 100
const USUAL_PER_PAGE = 20

/** The part of a query by which a list is read on. */
export const PAGE_QUERY = {
  after: z.string().max(300).optional().meta({ description: 'The `next` of the page before; the first page where it is left out.' }),
  limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(USUAL_PER_PAGE).meta({ description: 'How many items at most.' }),
}

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'What `after` has to be for the next page; null on the last one.' }),
  })
}

/** One page of a list whose items each have a key of their own. An unknown key gives the first page no item twice: it is refused by the caller. */
export function pageAfter<Item>(
  items: readonly Item[],
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  keyOf: (item: Item) => string,
): { items: Item[]; next: string | null } | null {
  const at = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1
  if (after !== undefined && at === 0) return null
  const page = items.slice(at, at + limit)
  return { items: page, next: at + limit < items.length ? keyOf(page.at(-1)!) : null }
}
