/**
 * Cryptography, storage and network fail by a DOMException (or an Event): there another try or another key helps. Anything else is a fault
 * of the page, most likely something that this browser lacks: no key can help there.
 */
export function failureOf(error: unknown): 'signing-failed' | 'page-failed' {
  return error instanceof DOMException ? 'signing-failed' : 'page-failed'
}
