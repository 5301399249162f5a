import { toDefinite } from './ber.ts'
import { MAX_MESSAGE_BYTES } from './cms.ts'
import { signerAttribute } from './cms-build.ts'
import { CONTENT } from './oids.ts'
import { type Bytes, children, expectThat, only, raw, readAll, readElement, readOid, readWhole, TAG } from './read.ts'
import { context, integer, oid, retagged, sequence, setOf } from './write.ts'

// What may be added to a message after it was signed: unsigned attributes, certificates and statements about revocation. Nothing that a
// signature covers is changed.

type Parts = {
  readonly version: Bytes
  readonly digests: Bytes
  readonly content: Bytes
  readonly certificates: readonly Bytes[]
  readonly revocation: readonly Bytes[]
  readonly signers: readonly Bytes[]
}

const MAX_PARTS = 64

function take(cms: Uint8Array): Parts {
  expectThat(cms.length <= MAX_MESSAGE_BYTES, `at most ${MAX_MESSAGE_BYTES} bytes but found ${cms.length}`)
  const { der } = toDefinite(cms)
  const message = readAll(readWhole(der, TAG.sequence, MAX_MESSAGE_BYTES), (cursor) => {
    expectThat(readOid(cursor.next()) === CONTENT.signedData, 'CMS SignedData')
    return only(cursor.next(0xa0), TAG.sequence)
  })
  return readAll(message, (cursor) => {
    const [version, digests, content] = [raw(cursor.next(TAG.integer)), raw(cursor.next(TAG.set)), raw(cursor.next(TAG.sequence))]
    const [certificates, revocation] = [cursor.optional(0xa0), cursor.optional(0xa1)]
    return {
      version,
      digests,
      content,
      certificates: certificates === null ? [] : children(certificates, MAX_PARTS).map(raw),
      revocation: revocation === null ? [] : children(revocation, MAX_PARTS).map(raw),
      signers: children(cursor.next(TAG.set)).map(raw),
    }
  })
}

function join({ version, digests, content, certificates, revocation, signers }: Parts): Bytes {
  const signed = sequence(
    version,
    digests,
    content,
    ...(certificates.length === 0 ? [] : [retagged(0xa0, setOf(...certificates))]),
    ...(revocation.length === 0 ? [] : [retagged(0xa1, setOf(...revocation))]),
    setOf(...signers),
  )
  return sequence(oid(CONTENT.signedData), context(0, signed))
}

/** The message with one more unsigned attribute at the signer of this number, counted from 0. Throws Malformed. */
export function withUnsignedAttribute(cms: Uint8Array, type: string, value: Uint8Array, signer = 0): Bytes {
  const parts = take(cms)
  expectThat(signer < parts.signers.length, 'a signer of this number')
  return join({
    ...parts,
    signers: parts.signers.map((each, index) => (index === signer ? extended(each, signerAttribute(type, value)) : each)),
  })
}

function extended(signerInfo: Bytes, added: Bytes): Bytes {
  const fields = children(readElement(signerInfo))
  const unsigned = fields.find(({ tag }) => tag === 0xa1)
  const kept = fields.filter(({ tag }) => tag !== 0xa1).map(raw)
  const attributes = unsigned === undefined ? [] : children(unsigned).map(raw)
  return sequence(...kept, retagged(0xa1, setOf(...attributes, added)))
}

/** What lets a signature be judged without asking anybody. */
export type ValidationData = {
  readonly certificates: readonly Uint8Array[]
  /** OCSP answers, whole. */
  readonly answers: readonly Uint8Array[]
  readonly lists: readonly Uint8Array[]
}

/** The message with these certificates, OCSP answers (RFC 5940 2.1) and lists next to those that it has. Throws Malformed. */
export function withValidationData(cms: Uint8Array, data: ValidationData): Bytes {
  const parts = take(cms)
  const answers = data.answers.map((answer) => context(1, oid(CONTENT.ocspAnswer), answer))
  const revocation = distinct([...parts.revocation, ...data.lists, ...answers])
  const hasOther = revocation.some(([tag]) => tag === 0xa1)
  return join({
    ...parts,
    // RFC 5652 5.1: revocation information of another format asks for version 5.
    version: hasOther ? integer(5) : parts.version,
    certificates: distinct([...parts.certificates, ...data.certificates]),
    revocation,
  })
}

function distinct(all: readonly Uint8Array[]): Bytes[] {
  const found = new Map(all.map((each) => [each.join(), each]))
  return [...found.values()] as Bytes[]
}
