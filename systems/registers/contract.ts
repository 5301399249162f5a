import type { Answer, BIN, IIN, LocalDate } from '@ruqsat/foundation'

/** The registers of people and of firms, and any other that a package declares. Absence, refusal and outage are three different answers. */
export interface Registers {
  person(iin: IIN): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN): Promise<Answer<LegalEntity>>
  /** Whether this installation has bound the register to anything that answers. */
  isBound(system: string): boolean
  /** One that is not bound refuses by its name. */
  ask(query: RegisterQuery): Promise<Answer<RegisterFacts>>
}

export type RegisterPerson = {
  readonly iin: IIN
  readonly surname: string
  readonly givenName: string
  readonly patronymic: string
  readonly bornOn: LocalDate
  readonly address: string
  readonly entrepreneur: boolean
}
export type LegalEntity = {
  readonly bin: BIN
  readonly name: string
  readonly registeredOn: LocalDate
  readonly address: string
  readonly headIin: IIN
  readonly headName: string
}

/** What a register is asked: about what, as the applicant writes it, and which facts the package names. */
export type RegisterQuery = { readonly system: string; readonly about: string; readonly facts: readonly string[] }
/** Facts by the package's names, as text; `about` is what the register says that it answered about, where it says so. */
export type RegisterFacts = { readonly about: string | null; readonly facts: Readonly<Record<string, string>> }
