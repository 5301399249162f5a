import type { KeyProblemCode } from './problems.ts'

/** Carries a problem up from the depth of the parser to the door, which returns it. Never leaves this room. */
export class ContainerProblem extends Error {
  readonly code: KeyProblemCode
  readonly facts: Readonly<Record<string, string | number>> | undefined
  constructor(code: KeyProblemCode, facts?: Readonly<Record<string, string | number>>) {
    super(code)
    this.code = code
    this.facts = facts
  }
}

export function unsupported(algorithm: string): ContainerProblem {
  return new ContainerProblem('unsupported-encryption', { algorithm })
}
