import type { Certificate } from '@ruqsat/asn1'
import type { Cryptography } from '../core/algorithms.ts'
import { buildPath, type CertificatePath, isFault, validatePath } from '../core/path.ts'
import type { RevocationList } from '../wire/crl.ts'

/** A message with many certificates of one name must not cost a search for each. */
const MAX_LIST_SIGNERS = 4

export type ListSignerSearch = {
  readonly cryptography: Cryptography
  /** Of the certificate that is asked about. */
  readonly path: CertificatePath
  readonly pool: readonly Certificate[]
  readonly atMs: number
}

/** Paths to the same root of those who may have signed a list with a key of its own (RFC 5280 6.3.3 f). */
export function listSigners({ cryptography, path, pool, atMs }: ListSignerSearch): (list: RevocationList) => CertificatePath[] {
  const holders = [...path.slice(1), ...pool]
  const holds = (found: CertificatePath): boolean => validatePath(found, atMs, cryptography) === null
  return (list) =>
    holders
      .filter((holder) => holder.subject.comparable === list.issuer.comparable)
      .slice(0, MAX_LIST_SIGNERS)
      .flatMap((holder) => {
        const found = buildPath(holder, holders, [path.at(-1)!], cryptography, holds)
        return !isFault(found) && holds(found) ? [found] : []
      })
}
