import {
  ACCESS,
  context,
  contextPrimitive,
  element,
  enumerated,
  EXTENSION,
  extension,
  generalizedTime,
  octetString,
  oid,
  sequence,
  signedStructure,
} from '@ruqsat/asn1'
import type { KeyObject } from 'node:crypto'
import { keyIdentifier, keySigner } from './keys.ts'
import type { OcspStatus } from './ocsp.ts'

export type OcspAnswer = {
  /** CertID as it was asked, echoed byte for byte. */
  readonly id: Uint8Array
  readonly status: OcspStatus
}

export type OcspAnswers = {
  readonly answers: readonly OcspAnswer[]
  readonly thisUpdateMs: number
  readonly nextUpdateMs: number
  /** What ran out since then is still known (RFC 6960 4.4.4). */
  readonly archiveCutoffMs: number
  readonly nonce: Uint8Array | null
  /** The delegate, DER certificate and key. */
  readonly responder: { readonly certificate: Uint8Array; readonly publicKey: Uint8Array; readonly key: KeyObject }
}

export function buildOcspResponse(plan: OcspAnswers): Uint8Array<ArrayBuffer> {
  const nonce = plan.nonce === null ? [] : [context(1, sequence(extension(EXTENSION.ocspNonce, false, octetString(plan.nonce))))]
  const data = sequence(
    context(2, octetString(keyIdentifier(plan.responder.publicKey))),
    generalizedTime(plan.thisUpdateMs),
    sequence(...plan.answers.map((answer) => single(answer, plan))),
    ...nonce,
  )
  const { key, certificate } = plan.responder
  const basic = signedStructure(keySigner(key), () => data, context(0, sequence(certificate)))
  return sequence(enumerated(0), context(0, sequence(oid(ACCESS.ocspBasic), octetString(basic))))
}

function single(answer: OcspAnswer, plan: OcspAnswers): Uint8Array {
  return sequence(
    answer.id,
    statusElement(answer.status),
    generalizedTime(plan.thisUpdateMs),
    context(0, generalizedTime(plan.nextUpdateMs)),
    context(1, sequence(extension(EXTENSION.archiveCutoff, false, generalizedTime(plan.archiveCutoffMs)))),
  )
}

function statusElement(status: OcspStatus): Uint8Array {
  if (status.kind === 'good') return contextPrimitive(0, new Uint8Array(0))
  if (status.kind === 'unknown') return contextPrimitive(2, new Uint8Array(0))
  const reason = status.reason === null ? [] : [context(0, enumerated(status.reason))]
  return element(0xa1, generalizedTime(status.atMs), ...reason)
}

/** An answer without content: malformedRequest, tryLater... */
export function buildOcspError(status: number): Uint8Array<ArrayBuffer> {
  return sequence(enumerated(status))
}
