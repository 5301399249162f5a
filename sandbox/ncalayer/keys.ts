import { Fault } from '@ruqsat/foundation'
import type { CertificationAuthority } from '@ruqsat/trust/contract'
import { subjectOf } from '../people/keys.ts'
import type { SandboxPerson } from '../people/republic.ts'
import type { NcalayerDeps } from './twin.ts'

/** Certificates of the sandbox's people by their numbers, each time for a new key; without a number the first person's. */
export function ncalayerKeys(authority: CertificationAuthority | null, people: readonly SandboxPerson[]): NcalayerDeps['keyOf'] {
  return async ({ iin, bin, purpose }, publicKey) => {
    if (authority === null) throw new Fault("Expected the sandbox's own authority but this installation has none")
    const fits = (person: SandboxPerson): boolean => (iin === '' || person.iin === iin) && (bin === '' || person.organisation?.bin === bin)
    const person = people.find(fits)
    if (person === undefined) return null
    const { certificate } = await authority.issueCertificate({
      subject: subjectOf(person),
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      purpose,
      roles: person.roles,
    })
    return [certificate, (await authority.certificates()).issuing]
  }
}
