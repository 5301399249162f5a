import type { PowerOfAttorney } from '@ruqsat/registers/contract'
import texts from '../texts.yaml'
import { fullName, type Republic } from './republic.ts'

/** Notarised powers of attorney of the fictional republic: one that holds, one that was revoked, one whose term is over. */
export function powersIn({ people, firm }: Republic): readonly PowerOfAttorney[] {
  const [representative, principal] = ['daulet', 'aigerim'].map((id) => people.find(({ personId }) => personId === id))
  if (representative === undefined || principal === undefined) return []
  const power = {
    representatives: [{ iin: representative.iin, name: fullName(representative) }],
    givenOn: '2026-01-15',
    validUntil: null,
    revokedOn: null,
    notarised: true,
  }
  const scope = texts.powers.scope.kk
  return [
    { ...power, number: 'NP-1001', principal: firm.bin, scope },
    { ...power, number: 'NP-1002', principal: principal.iin, scope },
    { ...power, number: 'NP-1003', principal: firm.bin, scope, revokedOn: '2026-06-01' },
    { ...power, number: 'NP-1004', principal: firm.bin, scope, validUntil: '2026-03-31' },
  ]
}
