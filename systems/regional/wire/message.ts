// What goes through the gateway: XML of one element, with canonical JSON in base64. Nothing in it needs an escape, and nothing of it is read
// as XML. The format is ours; no description of the official one is available.
import type { Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import { canonicalJson, isRefusal, readJson, type Refusal } from '@ruqsat/foundation'
import type { RequestFile, PackageSigner, RequestPackage } from '../contract.ts'

export type PackageMessage = RequestPackage & { readonly kind: 'package' }

/** One part of a file. The parts may come in any order and more than once; the file is whole when all of them are there. */
export type FilePart = {
  readonly kind: 'file'
  readonly authority: string
  readonly sha256: string
  /** From 0. */
  readonly part: number
  readonly parts: number
  readonly bytesBase64: string
}

export type PackageAnswer = { readonly kind: 'taken' } | Registered | Waiting | Refusal

/** Two mebibytes become less than three in base64; the outer door of the gateway takes four. */
export const PART_BYTES = 2 * 1024 * 1024
/** Ten mebibytes are the most that one file of a request may have. */
export const MOST_PARTS = 6

const MESSAGE = 'urn:ruqsat:regional:message:1'
const ANSWER = 'urn:ruqsat:regional:answer:1'
const LIMITS = { maxLength: 4 * 1024 * 1024, maxDepth: 32, maxValues: 20_000 }

export function messageXml(message: PackageMessage | FilePart): string {
  return elementOf('message', MESSAGE, message)
}

/** Null for what is no message of this format. What it claims is still unproved: the host of the case checks the signature. */
export function readMessage(xml: string): PackageMessage | FilePart | null {
  const read = contentOf('message', MESSAGE, xml)
  return isFilePart(read) || isPackage(read) ? read : null
}

export function answerXml(answer: PackageAnswer): string {
  return elementOf('answer', ANSWER, answer)
}

/** Null for what is no answer of this format. */
export function readAnswer(xml: string): PackageAnswer | null {
  const read = contentOf('answer', ANSWER, xml)
  return isRefusal(read) || isAnswer(read) ? read : null
}

/** An empty file is one empty part. */
export function partsOf({ authority, sha256, bytes }: RequestFile): readonly FilePart[] {
  const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES))
  return Array.from({ length: parts }, (_, part) => {
    const own = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)
    return { kind: 'file', authority, sha256, part, parts, bytesBase64: Buffer.from(own).toString('base64') }
  })
}

function elementOf(name: string, namespace: string, content: object): string {
  return `<${name} xmlns="${namespace}">${Buffer.from(canonicalJson(content)).toString('base64')}</${name}>`
}

/** A gateway may write the element with a prefix and declarations of its own. No two parts of it may match the same spaces: it must stay linear. */
const ELEMENT = /^\s*<(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+="[^"<]*")*)\s*>([A-Za-z0-9+/=\s]*)<\/[\w.:-]+>\s*$/

function contentOf(name: string, namespace: string, xml: string): unknown {
  const [, found, attributes = '', base64 = ''] = ELEMENT.exec(xml) ?? []
  if (found !== name || !attributes.includes(`"${namespace}"`)) return null
  const read = readJson(new Uint8Array(Buffer.from(base64, 'base64')), LIMITS)
  return read.kind === 'read' ? read.value : null
}

type Loose<T> = { readonly [K in keyof T]?: unknown }
const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0
const isOfKind = (value: unknown, ...kinds: readonly string[]) =>
  typeof value === 'object' && value !== null && kinds.includes(String((value as { kind?: unknown }).kind))

function isFilePart(value: unknown): value is FilePart {
  if (!isOfKind(value, 'file')) return false
  const { authority, sha256, part, parts, bytesBase64 } = value as Loose<FilePart>
  return [authority, sha256, bytesBase64].every(isText) && isCount(part) && isCount(parts) && part < parts && parts <= MOST_PARTS
}

function isPackage(value: unknown): value is PackageMessage {
  if (!isOfKind(value, 'package')) return false
  const { submission, signer } = value as Loose<PackageMessage>
  return isSubmission(submission) && isSigner(signer)
}

/** Whether every part is there: whether it is what was signed, the host of the case judges. */
function isSubmission(value: unknown): value is Submission {
  if (typeof value !== 'object' || value === null) return false
  const { idempotencyKey, regulation, editionHash, variant, view, contentBase64, cmsBase64, party, attachments } =
    value as Loose<Submission>
  const isWhole = [idempotencyKey, regulation, editionHash, variant, view, contentBase64, cmsBase64].every(isText)
  return isWhole && typeof party === 'object' && party !== null && Array.isArray(attachments)
}

function isSigner(value: unknown): value is PackageSigner {
  if (!isOfKind(value, 'operator')) return isOfKind(value, 'applicant', 'portal')
  const { id, office } = value as Loose<Extract<PackageSigner, { readonly kind: 'operator' }>>
  return [id, office].every(isText)
}

function isAnswer(value: unknown): value is Exclude<PackageAnswer, Refusal> {
  if (isOfKind(value, 'taken', 'waiting')) return true
  const { caseId, requestNumber, registeredAt } = (value ?? {}) as Loose<Registered>
  return isOfKind(value, 'registered') && [caseId, requestNumber, registeredAt].every(isText)
}
