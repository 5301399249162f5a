import { Fault, isRefusal, type Name } from '@ruqsat/foundation'
import type { Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import type { Person } from './person.ts'
import { hash } from 'node:crypto'
import { enrol, prepareEnrolment } from './registration.ts'

/** An applicant whose certificate and data somebody else has checked: the sandbox's ready-made person. */
export type KnownApplicant = Pick<Person, 'iin' | 'address' | 'phone' | 'email' | 'language'> & {
  readonly name: Name
  readonly kind: 'individual'
  readonly password: string
  /** The signing certificate, DER. */
  readonly certificate: Uint8Array
}

/** Registers once; the same person again changes nothing. A Fault where the data would not do on the page either. */
export async function registerKnownApplicant(portal: Portal, applicant: KnownApplicant): Promise<void> {
  const { iin, name, address, phone, email, language, password, certificate } = applicant
  const identity = {
    iin,
    bin: null,
    kind: applicant.kind,
    maySign: true,
    certificateSha256: hash('sha256', certificate),
    certificateBase64: Buffer.from(certificate).toString('base64'),
  } as const
  const found = { name, organisation: null, address }
  const prepared = await prepareEnrolment(portal, { identity, found }, { phone, email, language, password, areContactsConfirmed: true })
  const made = isRefusal(prepared) ? prepared : await portal.deps.database.sql.begin((tx) => enrol(portal, tx, prepared))
  if (isRefusal(made) && made.code !== refusePortal('person-registered').code)
    throw new Fault(`Expected the known applicant to be registered but it was refused: ${made.code}`)
}
