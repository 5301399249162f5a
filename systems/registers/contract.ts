import type { Answer, BIN, IIN, LocalDate } from '@ruqsat/foundation'
import type { Purpose } from '@ruqsat/gateway/contract'

export type { Purpose }

/**
 * The registers of people and of firms, and any other that a package declares. Absence, refusal and outage are three different answers.
 * Nobody is asked about without a purpose: the gateway keeps who asked, for which case, by which paragraph. `asOf`: as it was at the end of that
 * day; as it is now, where it is left out. A register that keeps no history refuses a question about another day.
 */
export interface Registers {
  person(iin: IIN, purpose: Purpose, asOf?: LocalDate): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN, purpose: Purpose, asOf?: LocalDate): Promise<Answer<LegalEntity>>
  /** A power of attorney by its number; what it was for is the asker's to judge. The journal has the principal as the one asked about. */
  powerOfAttorney(query: PowerQuery, purpose: Purpose, asOf?: LocalDate): Promise<Answer<PowerOfAttorney>>
  /**
   * The powers of attorney in which this person or firm is named, as the one who gave it or the one who acts by it: those given last come first,
   * at most `MOST_LISTED`. A register that answers about one number at a time refuses.
   */
  powersOf(named: IIN | BIN, purpose: Purpose): Promise<Answer<readonly PowerOfAttorney[]>>
  /** Whether this installation has bound the register to anything that answers. */
  isBound(system: string): boolean
  /** One that is not bound refuses by its name. */
  ask(query: RegisterQuery, purpose: Purpose): Promise<Answer<RegisterFacts>>
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

/** `principal`: for whom somebody says that they act; null where nobody said it. */
export type PowerQuery = { readonly number: string; readonly principal: IIN | BIN | null }

/** Who may act for whom, in what, until when. `revokedOn`: the last day on which it held was the day before. */
export type PowerOfAttorney = {
  readonly number: string
  /** Each may act alone. */
  readonly representatives: readonly { readonly iin: IIN; readonly name: string }[]
  /** IIN or BIN of the one for whom they act. */
  readonly principal: IIN | BIN
  readonly scope: string
  readonly givenOn: LocalDate
  /** The last day counts; null where it has no end. */
  readonly validUntil: LocalDate | null
  readonly revokedOn: LocalDate | null
  /** Whether a notary certified it; what may be done without that is said by the law. */
  readonly notarised: boolean
}

/** More powers than anybody has at once; a register answers in one message. */
export const MOST_LISTED = 100

/**
 * What a register is asked: about what, as the applicant writes it, and which facts the package names. `subject`: whom it concerns, by number,
 * where that is not what it is about.
 */
export type RegisterQuery = {
  readonly system: string
  readonly about: string
  readonly facts: readonly string[]
  readonly subject?: string
  readonly asOf?: LocalDate
  /** Everything in which the number that it is about is named, in place of what has this number. Facts of the first are `1.scope` and so on. */
  readonly lists?: true
}
/** Facts by the package's names, as text; `about` is what the register says that it answered about, where it says so. */
export type RegisterFacts = { readonly about: string | null; readonly facts: Readonly<Record<string, string>> }

/** The services of the gateway under which the sandbox's own registers answer; a route of the same name takes their place. */
export const OWN_REGISTERS = { individual: 'persons', legalEntity: 'firms', powersOfAttorney: 'powers-of-attorney' } as const
