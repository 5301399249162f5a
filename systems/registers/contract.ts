import type { Answer, BIN, IIN, LocalDate } from '@ruqsat/foundation'

/** IS-PERSON and IS-LEGAL. Absence, refusal and outage are three different answers. */
export interface Registers {
  person(iin: IIN): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN): Promise<Answer<LegalEntity>>
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
