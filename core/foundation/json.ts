import canonicalize from 'canonicalize'
import { Fault } from './errors.ts'

/** A value that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** RFC 8785 canonical JSON (JCS): the one byte form that is hashed and signed. Throws a Fault for a value JSON cannot carry. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Fault('Expected a value that JSON can carry but found undefined')
  return text
}
