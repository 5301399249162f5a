import { Fault, type Instant } from '@ruqsat/foundation'
import type { CertificationAuthority, CertificateSubject, Pkcs12 } from '@ruqsat/trust/contract'
import type { SandboxPerson } from './republic.ts'

export const KEY_KINDS = ['good', 'expired', 'revoked', 'not-yet-valid', 'another-person', 'wrong-purpose', 'unknown-root'] as const
export type SampleKeyKind = (typeof KEY_KINDS)[number]

/** Every sandbox key has the same password, shown on the page: these keys protect nothing. */
export const KEY_PASSWORD = 'kilt-2014'

/** Whoever signs tries all of them; for the rest a good key is enough. */
export function keyKindsOf(person: SandboxPerson): readonly SampleKeyKind[] {
  return person.group === 'applicant' || person.staff?.role === 'head' ? KEY_KINDS : ['good']
}

export function keyFileName(personId: string, kind: SampleKeyKind): string {
  return `${personId}-${kind}.p12`
}

const FILE_NAME = new RegExp(`^([a-z][a-z0-9-]*)-(${KEY_KINDS.join('|')})\\.p12$`)

/** `aigerim-not-yet-valid.p12` -> person and kind, or null. */
export function readKeyFileName(fileName: string): { readonly personId: string; readonly kind: SampleKeyKind } | null {
  const [, personId, kind] = FILE_NAME.exec(fileName) ?? []
  return personId === undefined ? null : { personId, kind: kind as SampleKeyKind }
}

/** Makes the key that a file's name promises. `stranger` is whose key it is where it is another person's. */
export async function makeKey(
  authority: CertificationAuthority,
  person: SandboxPerson,
  stranger: SandboxPerson,
  kind: SampleKeyKind,
): Promise<Pkcs12> {
  const isAnothers = kind === 'another-person'
  if (isAnothers && stranger.personId === person.personId)
    throw new Fault('Expected another person for a key of another person but found the same')
  const holder = isAnothers ? stranger : person
  const profile = isAnothers ? 'good' : kind
  return authority.createPkcs12({ person: subjectOf(holder), roles: holder.roles, profile, password: KEY_PASSWORD })
}

/** Names in capitals, as the Kazakh profile writes them. */
export function subjectOf(person: SandboxPerson): CertificateSubject {
  const upper = (text: string) => text.toLocaleUpperCase('kk')
  return {
    commonName: upper(`${person.surname} ${person.givenName}`),
    surname: upper(person.surname),
    patronymic: upper(person.patronymic),
    iin: person.iin,
    ...(person.organisation && { organisation: person.organisation.name, bin: person.organisation.bin }),
  }
}

/** Whether a kept key is still what its name says: legal time moves on. */
export function isStillTrue(kind: SampleKeyKind, key: { readonly notBefore: Instant; readonly notAfter: Instant }, now: Instant): boolean {
  if (kind === 'expired') return key.notAfter < now
  if (kind === 'not-yet-valid') return key.notBefore > now
  return key.notBefore <= now && now < key.notAfter
}
