import { hash } from 'node:crypto'
import { type Answer, type BIN, type IIN, type Instant, type LocalDate, type LocalText, orFault, parseIIN } from '@ruqsat/foundation'
import { licenceNumber, refusalsOf } from '@ruqsat/foundation'
import type { CaseHost, CaseView } from '@ruqsat/caseflow'
import type { Message, Messaging } from '@ruqsat/messaging/contract'
import type { Payments } from '@ruqsat/payments/contract'
import type { LegalEntity, PowerOfAttorney, RegisterPerson, Registers } from '@ruqsat/registers/contract'
import type { SignatureFaultReason, SignerInfo, SignerRole, Trust } from '@ruqsat/trust/contract'
import type { PublicEntry, PublicRegister } from '@ruqsat/licensing/contract'

// Neighbours that answer as the test sets them, and fail by name. What they do not offer throws, so that a test cannot pass by accident.

const notHere = (name: string) => async (): Promise<never> => {
  throw new Error(`Expected no call of ${name} in this test but there was one`)
}

const TEXT: LocalText = { kk: 'Сынақтағы бас тарту', ru: 'Отказ в испытании', en: 'Refused in a test' }
const refuse = refusalsOf('', { refused: { text: TEXT, remedy: TEXT } })

/** A "signature" in these tests: what it claims, in base64. The real ones are checked in the journey. */
export type Claim = {
  readonly iin: IIN | null
  readonly bin?: BIN
  readonly impossibleIin?: string
  readonly impossibleBin?: string
  readonly organisation?: string
  readonly roles?: readonly SignerRole[]
  readonly fault?: SignatureFaultReason | 'waiting'
}

export function claim(value: Claim): string {
  return Buffer.from(JSON.stringify(value)).toString('base64')
}

export type TrustDouble = Trust & { readonly seen: { readonly content: string }[] }

export function trustDouble(): TrustDouble {
  const seen: { content: string }[] = []
  return {
    seen,
    stampTime: null,
    judgeStamp: async () => ({ kind: 'unproved', why: 'a double' }),
    async verifyDetached(check) {
      seen.push({ content: Buffer.from(check.content).toString('utf8') })
      const said = JSON.parse(Buffer.from(check.cms).toString('utf8')) as Claim
      if (said.fault === 'waiting') return { kind: 'waiting', finding: { code: 'revocation-silent' }, reason: 'ocsp down', text: TEXT }
      if (said.fault !== undefined)
        return {
          kind: 'refused',
          reason: said.fault,
          finding: { code: 'digest-differs' },
          detail: said.fault,
          refusal: refuse('refused'),
        }
      return {
        kind: 'valid',
        signer: signerOf(said),
        evidence: { at: check.at, signingTime: null, contentSha256: null, chain: [], revocation: [] },
      }
    },
    async verifyFile(check) {
      const isGood = Buffer.from(check.bytes).includes('good')
      return {
        format: 'pdf',
        kind: isGood ? 'valid' : 'refused',
        fault: isGood ? null : { code: 'digest-differs' },
        remark: Buffer.from(check.bytes).includes('|') ? { code: 'followed-by-white-space', facts: { count: '21' } } : null,
        stretches: [stretchOf(check.bytes)],
        checks: [
          { name: 'signature format', signature: null, attachment: null, outcome: 'passed', finding: { code: 'format-read' } },
          {
            name: 'content',
            signature: null,
            attachment: null,
            outcome: isGood ? 'passed' : 'failed',
            finding: { code: isGood ? 'content-unchanged' : 'digest-differs' },
          },
        ],
        signers: isGood ? [signerOf({ iin: orFault(parseIIN('790923300010')) })] : [],
        judgedFor: check.at === undefined ? { at: STATED_AT, statedBy: 'signature' } : { at: check.at, statedBy: 'asker' },
      }
    },
    checkCertificate: notHere('checkCertificate'),
    preparePdfSignature: notHere('preparePdfSignature'),
    completePdfSignature: notHere('completePdfSignature'),
    verifyPdf: notHere('verifyPdf'),
    renewProof: notHere('renewProof'),
  } as TrustDouble
}

/** What was signed ends before a `|`. */
function stretchOf(bytes: Uint8Array) {
  const end = Buffer.from(bytes).indexOf('|')
  const signed = bytes.subarray(0, end < 0 ? bytes.length : end)
  return { bytes: signed.length, sha256: hash('sha256', signed) }
}

function signerOf(said: Claim): SignerInfo {
  return {
    iin: said.iin,
    bin: said.bin ?? null,
    impossible: { iin: said.impossibleIin ?? null, bin: said.impossibleBin ?? null },
    name: 'САҒЫНДЫҚОВА ӘЙГЕРІМ',
    surname: 'САҒЫНДЫҚОВА',
    patronymic: 'ҚАЙРАТҚЫЗЫ',
    organisation: said.organisation ?? null,
    roles: said.roles ?? ['individual'],
    extendedKeyUsages: [],
    serial: '1',
    issuer: 'CN=test',
    subject: 'CN=test',
    notBefore: '2014-01-01T00:00:00.000Z',
    notAfter: '2015-01-01T00:00:00.000Z',
    keyKind: 'ecdsa-p256',
    certificateSha256: 'aa'.repeat(32),
  } as SignerInfo
}

export type RegistersDouble = Registers & {
  mode: 'ok' | 'refused' | 'outage'
  /** Whose a telephone is, by the register of subscribers; null: none is bound. */
  subscribers: Readonly<Record<string, string>> | null
  /** Who heads every firm; null: as the firm's own row says. */
  head: Pick<RegisterPerson, 'iin' | 'surname' | 'givenName' | 'patronymic'> | null
  /** Those that whoever asks is named in. */
  powers: readonly PowerOfAttorney[]
}

export function registersDouble(people: readonly RegisterPerson[], entities: readonly LegalEntity[]): RegistersDouble {
  const answer = <T>(mode: RegistersDouble['mode'], value: T | undefined): Answer<T> => {
    if (mode === 'outage') return { kind: 'outage', reason: 'down' }
    if (mode === 'refused') return { kind: 'refused', refusal: refuse('refused') }
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value }
  }
  const double: RegistersDouble = {
    mode: 'ok',
    subscribers: {},
    head: null,
    person: async (iin) =>
      answer(
        double.mode,
        people.find((each) => each.iin === iin),
      ),
    async legalEntity(bin) {
      const { head } = double
      const named = head && { headIin: head.iin, headName: `${head.surname} ${head.givenName} ${head.patronymic}` }
      const firm = entities.find((each) => each.bin === bin)
      return answer(double.mode, firm && { ...firm, ...named })
    },
    powers: [],
    powerOfAttorney: async () => ({ kind: 'absent' }),
    powersOf: async () => answer<readonly PowerOfAttorney[]>(double.mode, double.powers),
    isBound: (system) => system === 'IS-SUBSCRIBERS' && double.subscribers !== null,
    ask: async ({ about }) => {
      const iin = double.subscribers?.[about]
      return answer(double.mode, iin === undefined ? undefined : { about, facts: { iin } })
    },
  }
  return double
}

export type MessagingDouble = Messaging & { readonly sent: Message[] }

export function messagingDouble(): MessagingDouble {
  const sent: Message[] = []
  return {
    sent,
    async send(message) {
      if (!sent.some((each) => each.idempotencyKey === message.idempotencyKey)) sent.push(message)
    },
  }
}

export function paymentsDouble(): Payments {
  return {
    takesPayments: () => true,
    createOrder: notHere('createOrder'),
    readOrder: notHere('readOrder'),
    refreshOrder: notHere('refreshOrder'),
    requestRefund: notHere('requestRefund'),
    retryRefunds: notHere('retryRefunds'),
  }
}

/** A host with cases that a test gives it; only their applicant sees them, as the contract says. */
export function hostDouble(cases: CaseView[]): CaseHost {
  const own = (view: CaseView, id: string) => view.party.accountId === id
  const unknown = refuse('refused')
  return {
    storeAttachment: notHere('storeAttachment'),
    register: notHere('register'),
    registerAtCounter: notHere('registerAtCounter'),
    earlierAtCounter: notHere('earlierAtCounter'),
    numberForProceedings: notHere('numberForProceedings'),
    openProceedings: notHere('openProceedings'),
    listTasks: notHere('listTasks'),
    listTasksOfAuthority: notHere('listTasksOfAuthority'),
    officersWithWork: notHere('officersWithWork'),
    loadOfAuthority: notHere('loadOfAuthority'),
    listIncidents: notHere('listIncidents'),
    settleIncident: notHere('settleIncident'),
    act: notHere('act'),
    prepareResult: notHere('prepareResult'),
    signResult: notHere('signResult'),
    answerHearing: notHere('answerHearing'),
    askOralHearing: notHere('askOralHearing'),
    listWaiting: notHere('listWaiting'),
    correct: notHere('correct'),
    withdraw: notHere('withdraw'),
    readCase: async (caseId, reader) => cases.find((each) => each.summary.caseId === caseId && own(each, reader.id)) ?? unknown,
    findByNumber: async (number, reader) => cases.find((each) => each.summary.requestNumber === number && own(each, reader.id)) ?? unknown,
    async listForApplicant(reader, { limit = cases.length, after, text = '' } = {}) {
      const key = ({ registeredAt, requestNumber }: Pick<CaseView['summary'], 'registeredAt' | 'requestNumber'>) =>
        `${registeredAt} ${requestNumber}`
      return cases
        .filter((each) => own(each, reader.id))
        .map((each) => each.summary)
        .filter((each) => each.requestNumber.includes(text) && (after === undefined || key(each) < key(after)))
        .toSorted((one, other) => (key(one) < key(other) ? 1 : -1))
        .slice(0, limit)
    },
    async readDocument(documentId, reader) {
      const found = cases.find((each) => each.result?.documentId === documentId && own(each, reader.id))
      if (found === undefined) return unknown
      return {
        kind: 'document',
        name: `${found.result?.number ?? 'result'}.pdf`,
        mediaType: 'application/pdf',
        sha256: 'bb'.repeat(32),
        bytesBase64: Buffer.from('%PDF-1.7 good').toString('base64'),
      }
    },
    async readAttachment(caseId, sha256, reader) {
      const found = cases.find((each) => each.summary.caseId === caseId && own(each, reader.id))
      const file = found?.attachments.find((each) => each.sha256 === sha256)
      if (file === undefined) return unknown
      const bytesBase64 = Buffer.from(`%PDF ${sha256}`).toString('base64')
      return { kind: 'document', name: file.name, mediaType: file.mediaType, sha256, bytesBase64 }
    },
  }
}

/** When the double's record says that its document was issued; a signature of the double states another time. */
export const ISSUED_AT: Instant = '2014-10-15T05:00:00.000Z'
const STATED_AT: Instant = '2014-10-14T09:30:00.000Z'

export const CODE = '0123456789'

export function publicRegisterDouble(entries: readonly PublicEntry[]): PublicRegister {
  return {
    find: async (number, code, on) => {
      const known = entries.find((each) => each.number === number) ?? null
      if (on !== undefined && on > '2014-12-31') return { ...refuse('refused'), field: 'on' }
      const asOf = (entry: PublicEntry, day: LocalDate) => ({
        asOf: { day, status: day < entry.issuedOn ? ('notIssued' as const) : entry.status, validUntil: null },
      })
      const entry = known && on !== undefined ? { ...known, ...asOf(known, on) } : known
      return entry === null || code === CODE ? entry : { ...entry, holderIsWhole: entry.holderIdentifierName === 'BIN' }
    },
    findByFile: async (sha256) => {
      const entry = entries.find((each) => each.documentSha256 === sha256)
      return entry === undefined ? null : { entry, code: CODE, issuedAt: ISSUED_AT, later: null }
    },
    earlier: async () => null,
  }
}

export const ENTRY: PublicEntry = {
  number: 'KZ65LAA00000001',
  title: { kk: 'Лицензия', ru: 'Лицензия', en: 'Licence' },
  activity: { kk: 'Сынақ қызметі', ru: 'Испытательная деятельность', en: 'A trial activity' },
  holderName: '«Алтын дән» ЖШС',
  holderIsWhole: true,
  holderIdentifierName: 'BIN',
  holderIdentifier: '080340001111',
  authority: { kk: 'Сынақ басқармасы', ru: 'Испытательное управление', en: 'Trial department' },
  issuedOn: '2014-10-15',
  validFrom: '2014-10-15',
  validUntil: null,
  changes: [],
  status: 'active',
  documentSha256: hash('sha256', '%PDF-1.7 good, issued'),
  latest: { by: 'issued', on: '2014-10-15' },
}

export const PERSON_ENTRY: PublicEntry = {
  ...ENTRY,
  number: licenceNumber('LAA', 3),
  holderName: 'С•••',
  holderIdentifierName: 'IIN',
  holderIdentifier: '••••••••0123',
}
