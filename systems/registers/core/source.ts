import type { Answer, BIN, IIN } from '@ruqsat/foundation'
import type { LegalEntity, RegisterPerson } from '../contract.ts'

/**
 * Whoever can be asked: the sandbox's twin here, IS-GATEWAY in a real installation. An answer may be about somebody else
 * (a counterpart's error); the room checks that before it hands anything on. It may throw or never answer.
 */
export interface RegisterSource {
  person(iin: IIN): Promise<Answer<RegisterPerson>>
  legalEntity(bin: BIN): Promise<Answer<LegalEntity>>
}
