// Who acts for another must be able to on the day on which we take it: the register of powers of attorney is asked again, whoever asked before.
import { toLocal } from '@ruqsat/clock'
import { judgedPower } from '@ruqsat/documents'
import { isRefusal, parseIIN, type IIN, type Instant, type Refusal, type Source } from '@ruqsat/foundation'
import type { Party } from '@ruqsat/caseflow/host'
import { zoneOf, type Edition } from '@ruqsat/law'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'

type Asked = {
  readonly idempotencyKey: string
  readonly party: Party
  readonly edition: Edition
  readonly source: Source
  readonly now: Instant
}

/** Null where nobody represents the party, or the power holds; `later` where the register is silent. */
export async function powerHolds(
  { deps }: LicensingParts,
  { idempotencyKey, party, edition, source, now }: Asked,
): Promise<Refusal | 'later' | null> {
  const { representative, iin, bin } = party
  if (representative === undefined) return null
  if (deps.powers === undefined) return refuseLicensing('licensing.power-not-taken')
  const { number } = representative.power
  const { regulation } = edition
  const purpose = { authority: regulation.authority.id, asker: 'IS-LICENSING', role: 'system', caseId: idempotencyKey, source }
  const principal = bin ?? iin
  const answer = await deps.powers.powerOfAttorney({ number, principal }, purpose)
  const today = toLocal(now, zoneOf(regulation, deps.regulations.tables)).date
  return judgedPower(answer, number, { principal, representative: representative.iin }, today)
}

/** Whose own key signs. A number that cannot be is nobody's, so that no signature counts. */
export function representativeOf({ representative }: Pick<Party, 'representative'>): { readonly iin: IIN } | undefined {
  const iin = representative && parseIIN(representative.iin)
  return iin === undefined || isRefusal(iin) ? undefined : { iin }
}
