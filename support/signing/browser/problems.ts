/** What can be wrong with a file, a key or the browser. Returned, never thrown; its words are in the room's `texts.ts`. */
export const KEY_PROBLEMS = [
  'insecure-page',
  'browser-too-old',
  'storage-refused',
  'file-too-large',
  'file-empty',
  'not-a-container',
  'wrong-password',
  'damaged-container',
  'unsupported-encryption',
  'too-many-iterations',
  'key-missing',
  'certificate-missing',
  'certificate-of-another-key',
  'unsupported-key',
  'gost-key',
  'weak-key',
  'pin-too-short',
  'wrong-pin',
  'bytes-unreachable',
  'session-ended',
  'bytes-unreadable',
  'bytes-not-canonical',
  'challenge-of-another-site',
  'pdf-range-wrong',
  'ncalayer-absent',
  'ncalayer-old',
  'ncalayer-cancelled',
  'ncalayer-other-key',
  'ncalayer-refused',
  'ncalayer-closed',
  'ncalayer-unreadable',
  'signing-failed',
  'page-failed',
] as const

export type KeyProblemCode = (typeof KEY_PROBLEMS)[number]
export type KeyProblem = {
  readonly kind: 'problem'
  readonly code: KeyProblemCode
  readonly facts?: Readonly<Record<string, string | number>>
}

export function problem(code: KeyProblemCode, facts?: Readonly<Record<string, string | number>>): KeyProblem {
  return { kind: 'problem', code, ...(facts && { facts }) }
}

export function isProblem(value: unknown): value is KeyProblem {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'problem'
}
