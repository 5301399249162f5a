import { type KeyProblem, problem } from './problems.ts'

/** Carries a problem up from the depth of the parser to the door, which returns it. Never leaves this room. */
export class ContainerProblem extends Error {
  readonly found: KeyProblem
  constructor(...found: Parameters<typeof problem>) {
    super(found[0])
    this.found = problem(...found)
  }
}

export function unsupported(algorithm: string): ContainerProblem {
  return new ContainerProblem('unsupported-encryption', { algorithm })
}
