// Shows what will be signed, from the very bytes that will be signed. The promise: whatever is in the bytes is on the page.
// Known members get their labels; everything else is listed as it is. Bytes with two readings are refused: they must be the
// canonical form (RFC 8785), so that no double key, no space and no odd encoding can hide anything.

import type { Bytes } from '@ruqsat/asn1'
import { canonicalJson, type Json } from '@ruqsat/foundation'
import { type KeyProblem, problem } from '../browser/problems.ts'
import { type ContentReader, isObject, leaves, SignedMembers } from './signed-members.ts'
import type { ContentRow, Say } from './page.ts'

/**
 * Where a part of the content is read: at once (what the person declares, what nobody has worded), behind its heading and first words, or
 * with the technical details: what only machines read, nothing that a person has to know before signing.
 */
type BlockPlace = 'open' | 'section' | 'technical'

export type Block = {
  readonly heading: string
  readonly rows: readonly ContentRow[]
  readonly place: BlockPlace
  /** Sentences one below the other, without labels. */
  readonly isList?: true
  /** Names for machines, for the folded block. */
  readonly codes?: readonly ContentRow[]
}
export type SignedContent = {
  readonly kind: 'content'
  readonly title: string
  /** The answer to "what do I sign": for whom, to whom, what was paid. Each row is said again in its block. */
  readonly brief: readonly ContentRow[]
  readonly blocks: readonly Block[]
  /** In which language the labels of the content are, where it says so. */
  readonly language: string | null
  readonly text: string
}
export type { ContentReader } from './signed-members.ts'

export function contentOf(bytes: Bytes, reader: ContentReader): SignedContent | KeyProblem {
  let text: string
  let json: Json
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    json = JSON.parse(text) as Json
  } catch {
    return problem('bytes-unreadable')
  }
  if (canonicalJson(json) !== text) return problem('bytes-not-canonical')
  if (!isObject(json)) return plainContent(leaves(json, ''), reader, text)
  const foreign = json['schema'] === 'ruqsat.challenge/1' && json['origin'] !== reader.origin
  if (foreign) return problem('challenge-of-another-site', { named: String(json['origin']), here: reader.origin })
  return { kind: 'content', text, ...describe(new SignedMembers(json, '', reader), reader) }
}

/** Content that is no object: nothing of it can be worded. */
function plainContent(rows: readonly ContentRow[], { say }: ContentReader, text: string): SignedContent {
  const blocks: readonly Block[] = [{ heading: say('other'), rows, place: 'open' }]
  return { kind: 'content', title: say('data'), brief: [], blocks, language: null, text }
}

function describe(members: SignedMembers, reader: ContentReader): Pick<SignedContent, 'title' | 'brief' | 'blocks' | 'language'> {
  const { say } = reader
  const schema = members.row('schema')
  const challenge = schema[0]?.text === 'ruqsat.challenge/1'
  const objection = schema[0]?.text.startsWith('ruqsat.objection/') === true
  const title = members.text('title') ?? say(challenge ? 'challenge' : 'data')
  const blocks: Block[] = challenge
    ? [challengeBlock(members, reader)]
    : objection
      ? [
          { heading: say('objection'), rows: [...members.row('requestNumber'), ...members.row('text', 'objectionText')], place: 'open' },
          applicant(members, say),
          representative(members, say),
        ]
      : requestBlocks(members, reader)
  const about = aboutRows(members)
  const aboutBlock: Block = { heading: say('about'), rows: about.shown, place: 'technical' }
  const coded = [...blocks, aboutBlock].flatMap(({ rows, codes = [] }) => [
    ...rows.flatMap(({ label, code }) => (code ? [{ label, text: code }] : [])),
    ...codes,
  ])
  const machine: Block = { heading: say('machine'), rows: [...coded, ...about.codes, ...schema], place: 'technical' }
  // What nobody has worded comes last of all, when everything else has been taken.
  const other: Block = { heading: say('other'), rows: members.rest(), place: 'open' }
  const brief = challenge || objection ? [] : briefRows(members, say)
  const found = [...blocks, aboutBlock, other, machine].filter((block) => block.rows.length > 0)
  return { title, brief, blocks: found, language: members.text('language') }
}

function requestBlocks(members: SignedMembers, reader: ContentReader): Block[] {
  const { say } = reader
  return [
    statements(members, say),
    corrects(members, say),
    ...sections(members, say),
    attachments(members, reader),
    payment(members, say),
    // Who it is, whole, is in the brief; what kind of person is for machines.
    { ...applicant(members, say), place: 'technical' },
    representative(members, say),
  ]
}

/** Which request this one takes the place of, and what the applicant answers. */
function corrects(members: SignedMembers, say: Say): Block {
  const rowsOf = (earlier: SignedMembers) => [
    ...earlier.row('requestNumber', 'requestNumber', 'requestSha256'),
    ...earlier.row('note', 'correctionNote'),
  ]
  return { heading: say('corrects'), rows: members.rowsOf('corrects', rowsOf), place: 'section' }
}

/** What the signature is for is read at once; when it was asked for and by which number is for machines. */
function challengeBlock(members: SignedMembers, { say }: ContentReader): Block {
  const purpose = members.text('purpose')
  const rows = [
    ...members.row('origin'),
    ...(purpose === null ? [] : [{ label: say('challengePurpose'), text: say(`challenge.${purpose}`), code: purpose }]),
  ]
  const asked = members
    .instantRow('issuedAt')
    .flatMap(({ label, text, code }) => [{ label, text }, ...(code === undefined ? [] : [{ label, text: code }])])
  return { heading: say('challenge'), rows, codes: [...asked, ...members.row('nonce')], place: 'open' }
}

/** Said again in the blocks with everything that belongs to it: what has no place there is not shortened here. */
function briefRows(members: SignedMembers, say: Say): ContentRow[] {
  const lineOf = (key: string, label: string, parts: (inner: SignedMembers) => readonly (string | false | undefined)[]) => {
    const inner = members.object(key)
    const text = inner === null ? '' : parts(inner).filter(Boolean).join(', ')
    return text === '' ? [] : [{ label: say(label), text }]
  }
  const plain = (inner: SignedMembers, key: string) => inner.row(key)[0]?.text
  const numbered = (inner: SignedMembers, key: string) =>
    plain(inner, key) !== say('empty') && inner.row(key).map(({ label, text }) => `${label} ${text}`)[0]
  const person = (inner: SignedMembers) => [plain(inner, 'name'), numbered(inner, 'iin'), numbered(inner, 'bin')]
  return [
    ...lineOf('applicant', 'applicant', person),
    ...lineOf('representative', 'representative', person),
    ...members.row('addressee'),
    ...lineOf('corrects', 'corrects', (earlier) => [plain(earlier, 'requestNumber')]),
    ...lineOf('payment', 'payment', (paid) => [plain(paid, 'amountText')]),
  ]
}

function sections(members: SignedMembers, say: Say): Block[] {
  return (members.list('sections') ?? []).map((section) => {
    const heading = section.text('title') ?? say('data')
    const fields = (section.list('fields') ?? []).map((field) => fieldRow(field, say))
    const rows = [...fields, ...section.instantRow('askedAt')]
    // People read the register's name in the heading.
    const codes = section.row('register').map(({ text }) => ({ label: heading, text }))
    return { heading, rows: rows.length > 0 ? rows : [{ label: heading, text: say('empty') }], codes, place: 'section' }
  })
}

/** The text that the person reads; apart from it the value that a machine reads, wherever the two differ, and the field's own name. */
function fieldRow(field: SignedMembers, say: Say): ContentRow {
  const id = field.text('id')
  const label = field.text('label') ?? id ?? '?'
  const valueText = field.text('valueText')
  const value = field.text('value')
  const codes = [id !== null && id !== label ? id : '', valueText !== null && value !== null && value !== valueText ? value : '']
  const code = codes.filter(Boolean).join(' = ')
  return { label, text: valueText ?? value ?? say('empty'), ...(code !== '' && { code }) }
}

function attachments(members: SignedMembers, reader: ContentReader): Block {
  const { say } = reader
  const rows = members.list('attachments')?.map((attachment) => {
    const slot = attachment.text('slot')
    const size = attachment.text('sizeBytes')
    const isNumber = size !== null && /^\d{1,15}$/.test(size)
    const sha256 = attachment.text('sha256')
    const label = attachment.text('label') ?? slot ?? '?'
    const mediaType = attachment.text('mediaType')
    const details = [isNumber ? reader.showSize(Number(size)) : size, sha256 && `SHA-256 ${sha256}`]
    const code = [slot !== label && slot, mediaType, isNumber && say('bytes', { count: size })].filter(Boolean).join(' · ')
    return { label, text: attachment.text('name') ?? '?', detail: details.filter(Boolean).join(' · '), ...(code !== '' && { code }) }
  })
  const none = [{ label: say('attachments'), text: say('noAttachments') }]
  return { heading: say('attachments'), rows: rows?.length === 0 ? none : (rows ?? []), place: 'section' }
}

function payment(members: SignedMembers, say: Say): Block {
  const paid = members.object('payment')
  if (paid === null)
    return {
      heading: say('payment'),
      rows: members.isAbsentOrNull('payment') ? [{ label: say('payment'), text: say('notPaid') }] : [],
      place: 'section',
    }
  const amount = paid.row('amountText', 'amount')
  const tiyn = paid.text('amountTiyn')
  const amountRows = tiyn === null ? amount : [{ label: say('amount'), text: amount[0]?.text ?? tiyn, code: `${tiyn} × 0.01 KZT` }]
  return {
    heading: say('payment'),
    rows: [...amountRows, ...paid.instantRow('paidAt'), ...paid.row('orderId'), ...paid.row('reference')],
    place: 'section',
  }
}

function statements(members: SignedMembers, say: Say): Block {
  const texts = members.texts('statements') ?? []
  return { heading: say('statements'), rows: texts.map((text, place) => ({ label: String(place + 1), text })), place: 'open', isList: true }
}

function applicant(members: SignedMembers, say: Say): Block {
  const rowsOf = (person: SignedMembers) => [...person.row('name', 'name', 'kind'), ...person.row('iin'), ...person.row('bin')]
  return { heading: say('applicant'), rows: members.rowsOf('applicant', rowsOf), place: 'section' }
}

/** Who signs for the applicant, and by which power of attorney. */
function representative(members: SignedMembers, say: Say): Block {
  const powerOf = (power: SignedMembers) => [
    ...power.row('number', 'powerNumber'),
    ...power.row('scope', 'powerScope'),
    ...power.row('validUntil', 'powerUntil'),
  ]
  const rowsOf = (person: SignedMembers) => [...person.row('name'), ...person.row('iin'), ...person.rowsOf('power', powerOf)]
  return { heading: say('representative'), rows: members.rowsOf('representative', rowsOf), place: 'section' }
}

function aboutRows(members: SignedMembers): { readonly shown: ContentRow[]; readonly codes: ContentRow[] } {
  return {
    shown: [...members.row('addressee'), ...members.instantRow('preparedAt')],
    codes: [
      ...members.rowsOf('edition', (edition) => [...edition.row('regulation'), ...edition.row('hash', 'edition')]),
      ...members.row('variant'),
      ...members.row('view'),
      ...members.rowsOf('form', (form) => [...form.row('id', 'form'), ...form.row('language')]),
      ...members.row('draftId'),
      ...members.row('hearing'),
      ...members.row('language'),
    ],
  }
}
