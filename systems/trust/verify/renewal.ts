import { CONTENT, Malformed, type MessageSigner, readMessage, tryToRead, withUnsignedAttribute, withValidationData } from '@ruqsat/asn1'
import type { Instant } from '@ruqsat/foundation'
import type { Evidence, FileCheck, Renewal } from '../contract.ts'
import type { Verifier } from './certificate.ts'
import { verifyFile } from './file.ts'
import { judgeMessage } from './message.ts'
import { renewPdf } from './pdf.ts'
import { recognise } from './recognise.ts'
import { type Stamper, validationData } from './stamping.ts'

type Given = Pick<FileCheck, 'bytes' | 'content'>
type Renewed = Exclude<Renewal, { kind: 'not-judged' }>

/** Adds to a file what its signatures need to be judged later. Only a file that is valid now is touched: a stamp must not dress up a fault. */
export async function renewProof(verifier: Verifier, stamper: Stamper | null, given: Given): Promise<Renewal> {
  const report = await verifyFile(verifier, given)
  if (report.kind !== 'valid') return { kind: 'not-judged', report }
  if (stamper === null) return { kind: 'unproved', why: 'no time-stamping authority is set' }
  const found = recognise(given.bytes)
  if (found.kind === 'message') return renewMessage(verifier, stamper, { ...given, bytes: found.bytes })
  if (found.kind !== 'pdf') return { kind: 'not-judged', report }
  const renewed = await renewPdf(verifier, stamper, given.bytes)
  return isRenewed(renewed) ? renewed : { kind: 'not-judged', report }
}

function isRenewed(value: object & { readonly kind: string }): value is Renewed {
  return value.kind === 'renewed' || value.kind === 'unproved'
}

/** CAdES B-LT (ETSI EN 319 122-1): a token on each signer's value, then certificates and statements about revocation in the message. */
async function renewMessage(verifier: Verifier, stamper: Stamper, { bytes, content }: Given): Promise<Renewal> {
  const message = tryToRead(() => readMessage(bytes))
  if (message instanceof Malformed || message.kind !== 'signed') return { kind: 'unproved', why: 'no signed message' }
  let cms = bytes
  let at: Instant | null = null
  for (const [index, signer] of message.signers.entries()) {
    if (isStamped(signer)) continue
    const stamped = await stamper.stamp(signer.signature)
    if (stamped.kind === 'unstamped') return { kind: 'unproved', why: stamped.why }
    cms = withUnsignedAttribute(cms, CONTENT.timeStampToken, stamped.token, index)
    at = stamped.verdict.at
  }
  const stampedMessage = readMessage(cms)
  if (stampedMessage.kind !== 'signed') return { kind: 'unproved', why: 'no signed message' }
  const { verdicts, stamps } = await judgeMessage(verifier, stampedMessage, { bytes: cms, lists: [], ...(content && { content }) })
  const evidence: Evidence[] = verdicts.flatMap((verdict) => (verdict.kind === 'valid' ? [verdict.evidence] : []))
  return {
    kind: 'renewed',
    bytes: withValidationData(cms, validationData([...evidence, ...stamps])),
    level: 'B-LT',
    at: at ?? (await verifier.now()),
  }
}

function isStamped({ unsigned }: MessageSigner): boolean {
  return unsigned.has(CONTENT.timeStampToken)
}
