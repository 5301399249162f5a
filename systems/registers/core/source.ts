import type { Answer, BIN, IIN } from '@ruqsat/foundation'
import type { LegalEntity, PowerOfAttorney, RegisterFacts, RegisterPerson, RegisterQuery } from '../contract.ts'

/**
 * Whoever can be asked: the sandbox's twin here, IS-GATEWAY in a real installation. An answer may be about somebody else
 * (a counterpart's error); the room checks that before it hands anything on. It may throw or never answer.
 */
export interface RegisterSource {
  person(iin: IIN): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN): Promise<Answer<LegalEntity>>
  /** Left out: the notaries' register is not connected. */
  powerOfAttorney?(number: string): Promise<Answer<PowerOfAttorney>>
}

/** What answers for one register that a package declares. As above: it may throw, be silent, or answer about something else. */
export interface FactsSource {
  ask(query: Omit<RegisterQuery, 'system'>): Promise<Answer<RegisterFacts>>
}
