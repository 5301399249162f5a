import { fileSizeText, fillText, type Json, isLanguage, type Language, type LocalText } from '@ruqsat/foundation'
import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { Details, SummaryList, useLanguage, say } from '@ruqsat/web'
import type { Variant } from '@ruqsat/law'
import type { Child } from 'hono/jsx'
import { isJsonObject, leaves, Members, type RawRow } from './request-members.ts'
import { type RequestWords, wordsOfRequest } from './request-words.ts'
import roomTexts from './texts.yaml'

export type RequestViewProps = {
  /** The frozen request: the parsed canonical JSON that was signed. */
  readonly request: unknown
  /** What the request was made for: its labels and choices are then read in the reader's language, and the signed words stay with what machines read. */
  readonly variant?: Pick<Variant, 'form' | 'documents'>
  /** Shows instants on the authority's clock; without it they are shown as they were signed. */
  readonly zone?: ZoneRules
  /** A link to an attachment that the reader may open; null shows the name only. `place` counts from one, in the order that was signed. */
  readonly attachmentHref?: (sha256: string, place: number) => string | null
  /** Shows such an attachment in the page itself: the address by which it may be embedded. The page must allow it (`embeds` of @ruqsat/web). */
  readonly previewHref?: (sha256: string, place: number) => string | null
  /** The authority opened the proceedings by itself: whom they are about applied for nothing and is the holder of the number. */
  readonly isOfOffice?: boolean
  /** Level of the section headings; the page has the headings above. */
  readonly headings?: 'h2' | 'h3' | 'h4'
}

const T = roomTexts.requestView

/**
 * The request as it was signed, each label and value as the applicant saw them. What this page has no word for is shown as it is
 * in the signed bytes: nothing that was signed is hidden.
 */
export function RequestView(props: RequestViewProps) {
  const { request } = props
  if (!isJsonObject(request)) return <Block title={T.other} {...props} rows={rawRows(leaves(request as Json, ''))} />
  const members = new Members(request)
  const signedIn = members.object('form')
  const language = signedIn?.text('language') ?? null
  const words = wordsOfRequest(props.variant, language)
  const lang = isLanguage(language) ? { lang: language } : {}
  // Read in this order: what is left when all the blocks have been made is what nobody could word.
  const sections = members.list('sections').map((section) => {
    const heading = section.text('title') ?? ''
    return { title: words.section(heading) ?? heading, ...sectionRows(section, words) }
  })
  const payment = paymentRows(members)
  const blocks = [applicantRows(members), attachmentRows(members, words), payment.shown, members.texts('statements')] as const
  const corrects = members.object('corrects')
  const counter = counterRows(members)
  const represented = representativeRows(members.object('representative'))
  const confirmation = confirmationRows(members)
  const note = row(T.note, corrects?.text('note') || null)
  const title = members.text('title')
  const addressee = members.text('addressee')
  const about = [
    ...aboutRows(members, signedIn, corrects, language),
    ...sections.flatMap(({ codes }) => codes),
    ...fileCodes(blocks[1]),
    ...payment.codes,
  ]
  const other = members.rest()
  return (
    <div class="signed-request">
      <div {...lang}>
        {title !== null && <p class="lead">{title}</p>}
        {addressee !== null && <SummaryList compact rows={[{ key: T.addressee, value: addressee }]} />}
      </div>
      <div {...(props.variant === undefined && lang)}>
        {sections.map(({ title: heading, rows }) => (
          <Block title={heading} rows={rows} {...props} />
        ))}
      </div>
      <Attachments files={blocks[1]} {...props} />
      <Block title={T.note} rows={note} {...props} />
      <Block title={T.payment} rows={blocks[2]} {...props} />
      <Statements texts={blocks[3]} words={words} lang={lang.lang} {...props} />
      <Block title={props.isOfOffice === true ? T.holder : T.applicant} rows={blocks[0]} {...props} />
      <Block title={T.representative} rows={represented} {...props} />
      <Block title={T.counter} rows={counter} {...props} />
      <Block title={T.confirmation} rows={confirmation} {...props} />
      {other.length > 0 && <Block title={T.other} rows={rawRows(other)} {...props} />}
      <Details summary={T.about}>
        <Rows rows={about} zone={props.zone} />
      </Details>
    </div>
  )
}

type Text = Parameters<typeof say>[0]
type MemberRow = { readonly key: Text; readonly text: Text; readonly kind?: 'instant' | 'digest' | 'number' | 'code' }

function row(key: Text, text: string | null, kind?: MemberRow['kind']): readonly MemberRow[] {
  return text === null ? [] : [{ key, text, ...(kind && { kind }) }]
}

function rawRows(rows: readonly RawRow[]): readonly MemberRow[] {
  return rows.map(({ path, text }) => ({ key: path === '' ? T.data : path, text }))
}

/** What was shown is what counts; names and values for machines are kept apart, with the rest about the document. */
function sectionRows(section: Members, words: RequestWords): { readonly rows: readonly MemberRow[]; readonly codes: readonly MemberRow[] } {
  const fields = section.list('fields').map((field) => {
    const [label, value, shown, id] = [field.text('label'), field.text('value'), field.text('valueText'), field.text('id')]
    const signed = shown ?? value ?? ''
    const signedKey = label ?? id ?? ''
    const key = words.label(id ?? '', signedKey) ?? signedKey
    const text = words.answer(id ?? '', value ?? '', signed) ?? (signed === '' ? T.empty : signed)
    const code = [id, value !== null && value !== signed ? value : null].filter((each) => each !== null).join(' = ')
    const codes = code === '' ? [] : [{ key, text: code, kind: 'code' } as const]
    // Read in other words than those that were signed: these are kept with them.
    const asSigned = key === signedKey && text === signed ? [] : [{ key, text: `${signedKey}: ${signed}` } as const]
    return { row: { key, text }, codes: [...codes, ...asSigned] }
  })
  return {
    // What a register said, and when, is no answer of the applicant's.
    rows: [...fields.map(({ row: each }) => each), ...row(T.askedAt, section.text('askedAt'), 'instant')],
    codes: [...fields.flatMap(({ codes }) => codes), ...row(section.text('title') ?? T.register, section.text('register'), 'code')],
  }
}

function fileCodes(files: readonly File[]): readonly MemberRow[] {
  return files.map(({ label, name, slot, type, size }) => ({
    key: label === '' ? name : label,
    text: [slot, type, size].join(', '),
    kind: 'code',
  }))
}

/** Who entered at a counter what somebody brought, who came, and which originals were shown. */
function counterRows(members: Members): readonly MemberRow[] {
  const counter = members.object('counter')
  if (counter === null) return []
  const by = counter.object('enteredBy')
  const papers = counter.list('papers').map((paper) => ({ label: paper.text('label') ?? '', slot: paper.text('slot') }))
  return [
    ...row(T.enteredBy, by && [by.text('name'), by.text('position')].filter((each) => each !== null).join(', ')),
    ...row(T.employeeId, by && by.text('id'), 'code'),
    ...representativeRows(counter.object('representative')),
    ...row(T.papersShown, papers.length === 0 ? null : papers.map(({ label }) => label).join(', ')),
    ...row(T.receivedAt, counter.text('receivedAt'), 'instant'),
  ]
}

/** Who acted for the applicant, and by which power of attorney. */
function representativeRows(who: Members | null): readonly MemberRow[] {
  const power = who?.object('power') ?? null
  return [
    ...row(T.representative, who && [who.text('name'), who.text('iin')].filter((each) => each !== null).join(', ')),
    ...row(
      T.power,
      power && [power.text('number'), power.text('scope'), power.text('validUntil')].filter((each) => each !== null).join(', '),
    ),
  ]
}

/** Of a request that its applicant confirmed and the portal sealed. */
function confirmationRows(members: Members): readonly MemberRow[] {
  const confirmation = members.object('confirmation')
  if (confirmation === null) return []
  const by = confirmation.text('by')
  return [
    ...row(T.confirmedBy, by === 'oneTimePassword' ? say(T.oneTimePassword) : by),
    ...row(T.confirmedIin, confirmation.text('iin')),
    ...row(T.phoneEnding, confirmation.text('phoneEnding')),
    ...row(T.confirmedAt, confirmation.text('confirmedAt'), 'instant'),
    ...row(T.confirmedDigest, confirmation.text('requestSha256'), 'code'),
    ...row(T.eventDigest, confirmation.text('eventSha256'), 'code'),
  ]
}

function applicantRows(members: Members): readonly MemberRow[] {
  const applicant = members.object('applicant')
  if (applicant === null) return []
  const kind = applicant.text('kind')
  const kindText = kind === 'individual' ? T.individual : kind === 'legalEntity' ? T.legalEntity : kind
  return [
    ...row(T.name, applicant.text('name')),
    ...(kindText === null ? [] : [{ key: T.kind, text: kindText }]),
    ...row(T.iin, applicant.text('iin'), 'number'),
    ...row(T.bin, applicant.text('bin'), 'number'),
  ]
}

type File = {
  readonly label: Text
  readonly name: string
  readonly type: string
  readonly size: string
  readonly sha256: string
  readonly slot: string
}

function attachmentRows(members: Members, words: RequestWords): readonly File[] {
  return members.list('attachments').map((file) => {
    const [label, slot] = [file.text('label') ?? '', file.text('slot') ?? '']
    return {
      label: words.file(slot, label) ?? label,
      name: file.text('name') ?? '',
      type: file.text('mediaType') ?? '',
      size: file.text('sizeBytes') ?? '',
      sha256: file.text('sha256') ?? '',
      slot,
    }
  })
}

function paymentRows(members: Members): { readonly shown: readonly MemberRow[]; readonly codes: readonly MemberRow[] } {
  const payment = members.object('payment')
  if (payment === null) return { shown: [], codes: [] }
  const [shown, tiyn] = [payment.text('amountText'), payment.text('amountTiyn')]
  const paidAt = payment.text('paidAt')
  return {
    shown: [...row(T.amount, shown ?? tiyn), ...row(T.paidAt, paidAt, 'instant'), ...row(T.reference, payment.text('reference'))],
    codes: [
      ...row(T.amountTiyn, shown === null ? null : tiyn, 'code'),
      ...row(T.order, payment.text('orderId'), 'code'),
      ...row(T.paidAt, paidAt, 'code'),
    ],
  }
}

/** On the authority's clock, and as it was signed. */
function instantRows(key: LocalText, text: string | null): readonly MemberRow[] {
  return [...row(key, text, 'instant'), ...row(fillText(T.asInFile, { what: key }), text, 'code')]
}

function aboutRows(members: Members, form: Members | null, corrects: Members | null, language: string | null): readonly MemberRow[] {
  const edition = members.object('edition')
  return [
    ...instantRows(T.preparedAt, members.text('preparedAt')),
    ...row(T.regulation, edition?.text('regulation') ?? null, 'code'),
    ...row(T.edition, edition?.text('hash') ?? null, 'digest'),
    ...row(T.variant, members.text('variant'), 'code'),
    ...row(T.view, members.text('view'), 'code'),
    ...row(T.form, form?.text('id') ?? null, 'code'),
    ...row(T.language, language, 'code'),
    ...row(T.draft, members.text('draftId'), 'code'),
    ...row(T.corrects, corrects?.text('requestNumber') ?? null, 'number'),
    ...row(T.correctsDigest, corrects?.text('requestSha256') ?? null, 'digest'),
    ...row(T.schema, members.text('schema'), 'code'),
  ]
}

function Heading({ headings = 'h3', children }: Pick<RequestViewProps, 'headings'> & { readonly children?: Child }) {
  if (headings === 'h2') return <h2>{children}</h2>
  return headings === 'h3' ? <h3>{children}</h3> : <h4>{children}</h4>
}

function Block({
  title,
  rows,
  zone,
  headings,
}: Pick<RequestViewProps, 'zone' | 'headings'> & { readonly title: Text; readonly rows: readonly MemberRow[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <Heading headings={headings}>{say(title)}</Heading>
      <Rows rows={rows} zone={zone} />
    </>
  )
}

function Rows({ rows, zone }: { readonly rows: readonly MemberRow[]; readonly zone: RequestViewProps['zone'] }) {
  return <SummaryList compact rows={rows.map(({ key, text, kind }) => ({ key, value: <Value text={text} kind={kind} zone={zone} /> }))} />
}

function Value({ text, kind, zone }: { readonly text: Text; readonly kind: MemberRow['kind']; readonly zone: RequestViewProps['zone'] }) {
  const language = useLanguage()
  const said = say(text)
  if (kind === 'number') return <span class="number">{said}</span>
  if (kind === 'digest' || kind === 'code') return <code>{said}</code>
  if (kind !== 'instant' || zone === undefined || Number.isNaN(Date.parse(said))) return <>{said}</>
  return <>{formatInstant(said, zone, language)}</>
}

function Attachments({ files, attachmentHref, previewHref, headings }: RequestViewProps & { readonly files: readonly File[] }) {
  const language = useLanguage()
  if (files.length === 0) return null
  return (
    <>
      <Heading headings={headings}>{say(T.attachments)}</Heading>
      <ul class="attachments">
        {files.map((file, order) => {
          const href = attachmentHref?.(file.sha256, order + 1) ?? null
          return (
            <li>
              <p>
                <strong>{file.label}</strong>
              </p>
              <p>
                {href === null ? file.name : <a href={href}>{file.name}</a>} <span class="muted">{sizeText(file.size, language)}</span>
              </p>
              <p class="muted">
                SHA-256: <code>{file.sha256}</code>
              </p>
              {href !== null && <Preview file={file} href={href} shown={previewHref?.(file.sha256, order + 1) ?? null} />}
            </li>
          )
        })}
      </ul>
    </>
  )
}

/** In the browser's own viewer, once it is opened. Where there is none, there is the link. */
function Preview({ file, href, shown }: { readonly file: File; readonly href: string; readonly shown: string | null }) {
  const name = fillText(T.previewOf, { name: file.name })
  if (shown === null || (file.type !== 'application/pdf' && !PICTURES.has(file.type))) return null
  return (
    <div class="preview not-on-paper">
      <Details summary={name}>
        {PICTURES.has(file.type) ? (
          <img class="preview__picture" src={shown} alt={file.name} loading="lazy" />
        ) : (
          <object class="preview__pages" data={shown} type={file.type} aria-label={say(name)}>
            <p>
              {T.noPreview} <a href={href}>{file.name}</a>
            </p>
          </object>
        )}
      </Details>
    </div>
  )
}

const PICTURES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png'])

/** As far as a size is a number; what was signed instead stays as it is. */
function sizeText(size: string, language: Language): string {
  return /^\d{1,15}$/.test(size) ? fileSizeText(Number(size), language) : size
}

function Statements({
  texts,
  words,
  lang,
  headings,
}: Pick<RequestViewProps, 'headings'> & {
  readonly texts: readonly string[]
  readonly words: RequestWords
  readonly lang: string | undefined
}) {
  if (texts.length === 0) return null
  return (
    <>
      <Heading headings={headings}>{say(T.statements)}</Heading>
      <ul>
        {texts.map((signed) => {
          const text = words.statement(signed)
          return text === null ? <li {...(lang && { lang })}>{signed}</li> : <li>{text}</li>
        })}
      </ul>
    </>
  )
}
