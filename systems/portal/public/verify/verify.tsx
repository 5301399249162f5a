import { hash } from 'node:crypto'
import { toLocal } from '@ruqsat/clock'
import {
  fillText,
  isRefusal,
  isUuid,
  parseLicenceNumber,
  readDocumentNumber,
  type Language,
  type LocalDate,
  type Refusal,
  formatDate,
} from '@ruqsat/foundation'
import { nationalZone } from '@ruqsat/regulations'
import type { FileReport } from '@ruqsat/trust/contract'
import {
  Button,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  FileUpload,
  Form,
  languageOf,
  localHref,
  localPath,
  oneAtATime,
  readForm,
  redirectTo,
  sendPage,
  sendRefusal,
  SummaryList,
  Table,
  TextInput,
  useLanguage,
  type FieldError,
  rateLimit,
} from '@ruqsat/web'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { EntryChange, IssuedFile, PublicEntry } from '@ruqsat/licensing/contract'
import { PATHS, type Portal } from '../../deps.ts'
import { refusePortal } from '../../refusals.ts'
import { dayField, errorsOfDays, type DayField } from '../acts/day-form.tsx'
import { RegisterTag } from '../../common/parts/register-tag.tsx'
import { foundBefore, keepFound, type FileFound } from './checks.ts'
import { FileResult, type Origin } from './file-result.tsx'
import texts from '../texts.yaml'

// Anyone may ask whether a document is real, by its number, by the QR on it, or by the file itself. No sign-in, and no more than the
// document itself shows; of a person less, where only the number is known.

/** A number, or the whole address of a check. */
const MOST_TYPED = 300

export function verifyPages(app: FastifyInstance, portal: Portal): void {
  app.get<{ Querystring: { number?: unknown } }>(localPath(PATHS.verify), async (request, reply) => {
    const typed = request.query.number
    if (typeof typed !== 'string') return showSearch(request, reply, '', [])
    const number = parseLicenceNumber(typed)
    if (isRefusal(number)) return showSearch(request, reply, typed.slice(0, MOST_TYPED), [{ ...number, field: 'number' }])
    const { code } = readDocumentNumber(typed)
    return redirectTo(reply, localHref(languageOf(request), PATHS.verifyNumber(number, code)))
  })
  type One = { Params: { number: string }; Querystring: { code?: unknown; on?: unknown } }
  app.get<One>(localPath(`${PATHS.verify}/:number`), { config: rateLimit('verify') }, async (request, reply) => {
    const code = typeof request.query.code === 'string' ? request.query.code : ''
    const number = parseLicenceNumber(request.params.number)
    const on = asked(request, await today(portal))
    const find = (day?: LocalDate) => (isRefusal(number) ? null : portal.deps.publicRegister.find(number, code, day))
    const found = await find(request.query.on === undefined ? undefined : (on.day ?? undefined))
    const isDayRefused = found !== null && isRefusal(found) && found.field === on.name
    const entry = isDayRefused ? await find() : found
    if (entry === null)
      return showSearch(
        request,
        reply,
        request.params.number.slice(0, MOST_TYPED),
        [{ ...(isRefusal(number) ? number : refusePortal('number-not-found')), field: 'number' }],
        404,
      )
    if (isRefusal(entry)) return sendRefusal(request, reply, entry, { status: 503 })
    const day = isDayRefused ? { ...on, refusal: found } : on
    const hasErrors = day.refusal !== null
    return sendPage(
      request,
      reply,
      { title: entry.number, hasErrors, ...(hasErrors && { status: 422 }) },
      <Entry entry={entry} on={day} code={code} />,
    )
  })
  app.post(
    localPath(`${PATHS.verify}/file`),
    { config: { ...rateLimit('verify-file'), files: { files: 1, tellsTooLarge: true } } },
    async (request, reply) => {
      const form = readForm(request)
      if (form.isTooLarge('file')) return showSearch(request, reply, '', [refusePortal('file-too-large-to-check', { field: 'file' })])
      const [file] = form.files('file')
      if (file === undefined) return showSearch(request, reply, '', [refusePortal('file-not-chosen', { field: 'file' })])
      if (file.bytes.length === 0) return showSearch(request, reply, '', [refusePortal('file-empty', { field: 'file' })])
      const { report, issued } = await oneAtATime(request, 'verify-file', () => judge(portal, file.bytes))
      const found = { report, origin: originOf(report, issued) }
      const id = await keepFound(portal, found)
      return id === null
        ? showFound({ portal, request, reply }, found, false)
        : redirectTo(reply, localHref(languageOf(request), PATHS.verifiedFile(id)))
    },
  )
  app.get<{ Params: { id: string } }>(localPath(PATHS.verifiedFile(':id')), async (request, reply) => {
    const { id } = request.params
    const found = isUuid(id) ? await foundBefore(portal, id) : null
    return found === null
      ? showSearch(request, reply, '', [refusePortal('file-check-over', { field: 'file' })], 404)
      : showFound({ portal, request, reply }, found, true)
  })
  app.get(localPath(`${PATHS.verify}/file`), async (request, reply) => redirectTo(reply, localHref(languageOf(request), PATHS.verify)))
}

type Asked = { readonly portal: Portal; readonly request: FastifyRequest; readonly reply: FastifyReply }

function showFound({ portal, request, reply }: Asked, { report, origin }: FileFound, isKept: boolean): Promise<unknown> {
  const zone = nationalZone(portal.deps.regulations.tables)
  return sendPage(
    request,
    reply.header('cache-control', 'no-store'),
    { title: texts.verify.page.byFile },
    <FileResult report={report} origin={origin} zone={zone} back={texts.verify.page.another} isKept={isKept} />,
  )
}

function showSearch(
  request: FastifyRequest,
  reply: FastifyReply,
  number: string,
  refusals: readonly Refusal[],
  status = 422,
): Promise<unknown> {
  const hasErrors = refusals.length > 0
  return sendPage(
    request,
    reply,
    { title: texts.verify.page.title, hasErrors, status: hasErrors ? status : 200 },
    <Search number={number} errors={fieldErrorsOf(refusals)} />,
  )
}

function Search({ number, errors }: { readonly number: string; readonly errors: readonly FieldError[] }) {
  const language = useLanguage()
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.verify.page.title}</h1>
      <p class="lead">{texts.verify.page.lead}</p>
      <h2>{texts.verify.page.byNumber}</h2>
      <Form action={localHref(language, PATHS.verify)} method="get">
        <TextInput
          name="number"
          label={texts.verify.page.number}
          hint={texts.verify.page.numberHint}
          width={20}
          maxlength={MOST_TYPED}
          spellcheck={false}
          value={number}
          error={errorAt(errors, 'number')}
        />
        <Button text={texts.verify.page.find} />
      </Form>
      <h2>{texts.verify.page.byFile}</h2>
      <Form action={localHref(language, `${PATHS.verify}/file`)} files>
        <FileUpload name="file" label={texts.verify.page.file} hint={texts.verify.page.fileHint} error={errorAt(errors, 'file')} />
        <Button kind="secondary" text={texts.verify.page.check} />
      </Form>
    </>
  )
}

/** The day that somebody asks about; today where they ask about none. */
const asked = (request: FastifyRequest, otherwise: LocalDate): DayField =>
  dayField(request, { name: 'on', label: texts.verify.page.onDay, otherwise })

async function today(portal: Portal): Promise<LocalDate> {
  return toLocal(await portal.legalNow(), nationalZone(portal.deps.regulations.tables)).date
}

type EntryProps = { readonly entry: PublicEntry; readonly on: DayField; readonly code: string }

function Entry({ entry, on, code }: EntryProps) {
  const language = useLanguage()
  const errors = errorsOfDays([on])
  const rows = [
    { key: texts.verify.page.document, value: entry.title },
    { key: texts.verify.page.status, value: <RegisterTag status={entry.status} /> },
    { key: texts.verify.page.activity, value: entry.activity },
    { key: texts.verify.page.holder, value: entry.holderName },
    { key: texts.verify.identifiers[entry.holderIdentifierName], value: entry.holderIdentifier },
    { key: texts.verify.page.issued, value: formatDate(entry.issuedOn, language) },
    { key: texts.verify.page.valid, value: validText(entry, language) },
    { key: texts.verify.page.authority, value: entry.authority },
    { key: texts.verify.page.digest, value: <code>{entry.documentSha256}</code> },
  ]
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="muted">{texts.verify.page.found}</p>
      <h1>
        <span class="number">{entry.number}</span>
      </h1>
      <SummaryList rows={rows} />
      {entry.sites && <Sites sites={entry.sites} />}
      {(entry.changes.length > 1 || entry.changes.some(({ otherNumber }) => otherNumber !== null)) && <Changes changes={entry.changes} />}
      <OnDay entry={entry} on={on} code={code} errors={errors} />
      {!entry.holderIsWhole && <p>{texts.verify.page.shortened}</p>}
      <p>
        {entry.latest.by === 'issued'
          ? texts.verify.page.compare
          : fillText(texts.verify.page.compareLatest, { day: formatDate(entry.latest.on, language) })}
      </p>
      <p>
        <a href={localHref(language, PATHS.verify)}>{texts.verify.page.another}</a>
      </p>
    </>
  )
}

/** What the register said on another day, and a way to ask. */
function OnDay({ entry: { number, asOf }, on, code, errors }: EntryProps & { readonly errors: readonly FieldError[] }) {
  const language = useLanguage()
  const { page } = texts.verify
  return (
    <>
      <h2>{page.otherDay}</h2>
      {asOf && (
        <SummaryList
          compact
          rows={[
            { key: page.onDay, value: formatDate(asOf.day, language) },
            { key: page.status, value: asOf.status === 'notIssued' ? page.notIssued : <RegisterTag status={asOf.status} /> },
            ...(asOf.sites ?? []).map(({ name, address }) => ({ key: name, value: address })),
            ...(asOf.validUntil === null ? [] : [{ key: page.untilThen, value: formatDate(asOf.validUntil, language) }]),
          ]}
        />
      )}
      <Form action={localHref(language, PATHS.verifyNumber(number))} method="get">
        {code !== '' && <input type="hidden" name="code" value={code} />}
        <TextInput name={on.name} label={on.label} value={on.typed} hint={texts.dayForm.hint} width={12} error={errorAt(errors, on.name)} />
        <Button kind="secondary" text={texts.act.page.show} />
      </Form>
    </>
  )
}

/** Where the licensee carries it on, now and before. */
function Sites({ sites }: { readonly sites: NonNullable<PublicEntry['sites']> }) {
  const language = useLanguage()
  const { page } = texts.verify
  return (
    <>
      <h2>{page.sites}</h2>
      <Table
        caption={page.sites}
        captionHidden
        columns={[{ text: page.site, width: 'wide' }, { text: page.since }, { text: page.before }]}
        rows={sites.map(({ name, address, since, before }) => [
          <>
            {name}: {address}
          </>,
          formatDate(since, language),
          before === null ? page.now : formatDate(before, language),
        ])}
      />
    </>
  )
}

/** Without a term only the beginning is known. */
function validText({ validFrom, validUntil }: PublicEntry, language: Language): string {
  const days = { from: formatDate(validFrom, language), until: validUntil === null ? '' : formatDate(validUntil, language) }
  return fillText(validUntil === null ? texts.verify.page.withoutTerm : texts.verify.page.fromTo, days)[language]
}

/** What became of the number, by which result and since when. */
function Changes({ changes }: Pick<PublicEntry, 'changes'>) {
  const language = useLanguage()
  const { page } = texts.verify
  const rows = changes.map(({ kind, on, result, paragraph, grounds, by, otherNumber, until }) => [
    texts.verify.changes[kind],
    formatDate(on, language),
    <ByWhat result={result} paragraph={paragraph} grounds={grounds} />,
    by,
    otherNumber === null ? '—' : <OtherNumber number={otherNumber} />,
    until === null ? '—' : formatDate(until, language),
  ])
  const columns = [page.what, page.when, page.result, page.by, page.other, page.until].map((text) => ({ text }))
  return (
    <>
      <h2>{page.history}</h2>
      <Table caption={page.history} captionHidden columns={columns} rows={rows} />
    </>
  )
}

/** The result with its paragraph; where the authority began by itself, its grounds. */
function ByWhat({ result, paragraph, grounds }: Pick<EntryChange, 'result' | 'paragraph' | 'grounds'>) {
  return (
    <>
      {result} <small class="muted">{paragraph}</small>
      {grounds.map((ground) => (
        <p>
          {ground.text} <small class="muted">{ground.paragraph}</small>
        </p>
      ))}
    </>
  )
}

/** One that was given outside the register has no page here. */
function OtherNumber({ number }: { readonly number: string }) {
  const language = useLanguage()
  return isRefusal(parseLicenceNumber(number)) ? (
    <span class="number">{number}</span>
  ) : (
    <a class="number" href={localHref(language, PATHS.verifyNumber(number))}>
      {number}
    </a>
  )
}

type Issued = { readonly file: IssuedFile; readonly bytes: number; readonly isWhole: boolean }

/**
 * A file of ours is judged for the time on our record, which no signer can choose; any other only for what it says of itself. Others may have
 * added their proof or a line end since: then its beginning is what was issued.
 */
async function judge(portal: Portal, bytes: Uint8Array): Promise<{ readonly report: FileReport; readonly issued: Issued | null }> {
  const { trust, publicRegister } = portal.deps
  const whole = await publicRegister.findByFile(hash('sha256', bytes))
  if (whole !== null)
    return { report: await trust.verifyFile({ bytes, at: whole.issuedAt }), issued: { file: whole, bytes: bytes.length, isWhole: true } }
  const report = await trust.verifyFile({ bytes })
  for (const stretch of report.stretches) {
    const file = await publicRegister.findByFile(stretch.sha256)
    if (file === null) continue
    const asIssued = await trust.verifyFile({ bytes, at: file.issuedAt, atCoversBytes: stretch.bytes })
    return { report: asIssued, issued: { file, bytes: stretch.bytes, isWhole: false } }
  }
  return { report, issued: null }
}

/** Whether we issued this file or its beginning; shown for documents only, and only where the signature holds or others added something. */
function originOf(report: FileReport, issued: Issued | null): Origin {
  if (report.format !== 'pdf') return { kind: 'notAsked' }
  if (issued !== null && (report.kind === 'valid' || report.fault?.code === 'followed-by-other')) {
    const isWhole = issued.isWhole && report.kind === 'valid'
    return {
      kind: 'ours',
      number: issued.file.entry?.number ?? null,
      code: issued.file.code,
      bytes: isWhole ? null : issued.bytes,
      later: issued.file.later,
      ...(issued.file.annulledAt !== undefined && { annulledAt: issued.file.annulledAt }),
    }
  }
  return { kind: report.kind === 'valid' ? 'notOurs' : 'notAsked' }
}
