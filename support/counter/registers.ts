// The registers as far as a counter asks them, and why it does.
import type { PowerInRegister } from '@ruqsat/documents'
import type { Answer, BIN, IIN, Source } from '@ruqsat/foundation'

/** Why a register is asked, for its journal and that of the gateway. */
export type CounterPurpose = {
  /** For whose service. */
  readonly authority: string
  readonly asker: string
  readonly role: string
  readonly caseId: string
  readonly source: Source
}

type ByNumber<Asked, Found> = (asked: Asked, purpose: CounterPurpose) => Promise<Answer<Found>>
type PersonFacts = { readonly surname: string; readonly givenName: string; readonly patronymic: string; readonly address: string }
type FirmFacts = { readonly name: string; readonly address: string; readonly headName: string }

/** The registers as far as a counter asks them. */
export interface CounterRegisters {
  readonly person: ByNumber<IIN, PersonFacts>
  readonly legalEntity: ByNumber<BIN, FirmFacts>
  readonly powerOfAttorney: ByNumber<{ readonly number: string; readonly principal: BIN | IIN | null }, PowerInRegister>
}
