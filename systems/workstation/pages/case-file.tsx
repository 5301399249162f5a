// What a case consists of, for whoever may see it: facts, the draft and opinion so far, the request as it was signed, its history.
import { telephoneHref, type Instant, type LocalText, fillText, writtenIn } from '@ruqsat/foundation'
import { CaseTimeline, Cited, DueOf, InstantAt, RequestView } from '@ruqsat/lawpages'
import { STATE_LANGUAGE } from '@ruqsat/documents'
import { opinionsOf, type Deemed, type GivenOpinion, type WrittenDraft } from '@ruqsat/engine'
import { channelName, usableSource, type Ground } from '@ruqsat/law'
import { Details, InsetText, localHref, Money, SummaryList, useLanguage, type SummaryRow } from '@ruqsat/web'
import { isOwnCounterCase } from '../cases/counter.ts'
import counterTexts from '../counter/texts.yaml'
import type { CaseFile } from '../cases/open.ts'
import { DRAFT_TEXTS, draftWords, remedyText } from '../actions/draft-fields.tsx'
import { OPINION_TEXTS } from '../actions/approve.tsx'
import { PATHS } from '../http/paths.ts'
import { whoseAct } from './acting.tsx'
import texts from '../texts.yaml'

export function CaseFacts({ scene, now }: { readonly scene: CaseFile; readonly now: Instant }) {
  const { view, zone, regulation, variant } = scene
  const { summary, state, party } = view
  const isLate = state.closedAt === null && summary.totalDue < now
  const rows: SummaryRow[] = [
    {
      key: state.basis === undefined ? texts.pages.requestNumber : texts.proceedings.ownNumber,
      value: <span class="number">{summary.requestNumber}</span>,
    },
    ...(state.journalNumber === null ? [] : [{ key: texts.pages.journalNumber, value: <span class="number">{state.journalNumber}</span> }]),
    { key: texts.pages.registeredAt, value: <InstantAt at={summary.registeredAt} zone={zone} /> },
    { key: texts.caseFile.channel, value: channelName(variant, state.opening?.view ?? '') },
    ...complaintRows(scene),
    { key: texts.pages.stage, value: summary.stage },
    {
      key: texts.pages.totalDue,
      value: (
        <DueOf
          due={view.total}
          regulation={regulation}
          derived={state.totalIsSum}
          state={view.asked?.isClockStopped === true ? 'stopped' : isLate ? 'late' : 'open'}
          source={variant.term?.source ?? null}
        />
      ),
    },
    ...(state.deemed === undefined ? [] : [{ key: texts.caseFile.silence, value: <SilenceFact scene={scene} deemed={state.deemed} /> }]),
    { key: texts.caseFile.payment, value: <PaymentFact scene={scene} /> },
    { key: state.basis === undefined ? texts.pages.applicant : texts.proceedings.holder, value: party.name },
    ...basisRows(scene),
    ...(party.iin === null ? [] : [{ key: texts.pages.iin, value: <span class="number">{party.iin}</span> }]),
    ...(party.bin === null ? [] : [{ key: texts.pages.bin, value: <span class="number">{party.bin}</span> }]),
    ...(party.address === '' ? [] : [{ key: texts.pages.address, value: party.address }]),
    ...(party.phone === '' ? [] : [{ key: texts.pages.phone, value: <a href={telephoneHref(party.phone)}>{party.phone}</a> }]),
    ...(party.email === '' ? [] : [{ key: texts.pages.email, value: <a href={`mailto:${party.email}`}>{party.email}</a> }]),
  ]
  return <SummaryList compact rows={rows} />
}

/** Nobody decided in time: what the act takes that for, since when and by which paragraph. */
function SilenceFact({ scene, deemed }: { readonly scene: CaseFile; readonly deemed: Deemed }) {
  const { silence } = scene.variant
  return (
    <>
      {texts.caseFile.deemed[deemed.decision]} <InstantAt at={deemed.since} zone={scene.zone} />{' '}
      {silence !== undefined && <Cited regulation={scene.regulation} source={silence.source} />}
    </>
  )
}

/** Of a complaint, the case that it is about; of a case, the complaints about it and what they made of it. */
function complaintRows({ view: { state, complaints = [] }, zone }: CaseFile): readonly SummaryRow[] {
  const T = texts.complaints
  const satisfied = new Map((state.complaints ?? []).map((each) => [each.caseId, each]))
  const about = state.complaintAbout
  return [
    ...(about === undefined ? [] : [{ key: T.about[about.what], value: <CaseLink number={about.requestNumber} /> }]),
    ...complaints.map(({ caseId, requestNumber, what }) => {
      const done = satisfied.get(caseId)
      return {
        key: T.complaint[what],
        value: (
          <>
            <CaseLink number={requestNumber} />
            {done && (
              <>
                {' '}
                <strong>{done.annuls ? T.annulled : done.what === 'lateness' ? T.ordered : T.satisfied}</strong>{' '}
                <InstantAt at={done.at} zone={zone} />
              </>
            )}
          </>
        ),
      }
    }),
  ]
}

function CaseLink({ number }: { readonly number: string }) {
  return (
    <a class="number" href={localHref(useLanguage(), PATHS.case(number))}>
      {number}
    </a>
  )
}

/** Why the authority began by itself. */
function basisRows({ view: { state }, variant, regulation }: CaseFile): readonly SummaryRow[] {
  const { basis } = state
  if (basis === undefined) return []
  const grounds = variant.proceedings?.grounds.filter(({ id }) => basis.groundIds.includes(id)) ?? []
  return [
    ...grounds.map(({ text, source }) => ({
      key: texts.proceedings.grounds,
      value: (
        <>
          {text} <Cited regulation={regulation} source={source} />
        </>
      ),
    })),
    { key: texts.proceedings.reason, value: basis.reason },
  ]
}

/** What the host knows of the fee, apart from what the applicant signed. */
function PaymentFact({ scene }: { readonly scene: CaseFile }) {
  const payment = scene.view.state.opening?.payment ?? null
  if (payment === null) return <>{texts.caseFile.noPayment}</>
  return (
    <>
      <Money amountTiyn={payment.amountTiyn} />, <InstantAt at={payment.paidAt} zone={scene.zone} />
    </>
  )
}

/** Everything that was decided on the way, the latest first; nothing where nothing was. */
export function WorkSoFar({ scene, instruction }: { readonly scene: CaseFile; readonly instruction?: LocalText | null }) {
  const { state } = scene.view
  const opinions = opinionsOf(state, scene.variant.procedure.steps)
  return (
    <>
      {instruction && (
        <InsetText>
          <p>{instruction}</p>
        </InsetText>
      )}
      {state.conclusion !== null && <DraftView title={texts.pages.conclusion} draft={state.conclusion} scene={scene} />}
      {opinions.length > 0 && <OpinionsView opinions={opinions} scene={scene} />}
      {state.draft !== null && state.conclusion === null && <DraftView title={texts.pages.draft} draft={state.draft} scene={scene} />}
    </>
  )
}

function OpinionsView({ opinions, scene }: { readonly opinions: readonly GivenOpinion[]; readonly scene: CaseFile }) {
  return (
    <>
      <h2>{opinions.length > 1 ? texts.caseFile.opinions : texts.caseFile.opinion}</h2>
      {opinions.map(({ unit, opinion, reason, inStateLanguage, alsoIn, at, bySilence }) => (
        <SummaryList
          compact
          rows={[
            { key: texts.caseFile.body, value: scene.regulation.units.find(({ id }) => id === unit)?.name ?? unit },
            { key: OPINION_TEXTS.opinion, value: bySilence === true ? texts.caseFile.bySilence[opinion] : OPINION_TEXTS[opinion] },
            ...(reason === '' ? [] : [{ key: OPINION_TEXTS.reason, value: reason }]),
            ...(inStateLanguage === undefined
              ? []
              : [{ key: fillText(OPINION_TEXTS.reasonIn, { language: writtenIn(STATE_LANGUAGE) }), value: inStateLanguage }]),
            ...(alsoIn === undefined
              ? []
              : [{ key: fillText(OPINION_TEXTS.reasonIn, { language: writtenIn(alsoIn.language) }), value: alsoIn.text }]),
            { key: texts.caseFile.givenAt, value: <InstantAt at={at} zone={scene.zone} /> },
          ]}
        />
      ))}
    </>
  )
}

export function DraftView({ title, draft, scene }: { readonly title: LocalText; readonly draft: WrittenDraft; readonly scene: CaseFile }) {
  const { variant, regulation, view } = scene
  const { reservedNumber } = view.state
  const words = draftWords(scene)
  const grounds = variant.grounds.filter(({ id }) => draft.groundIds.includes(id))
  const sourceOf = (ground: Ground) => usableSource(regulation, ground, scene.confirmations) ?? ground.source
  return (
    <>
      <h2>{title}</h2>
      <SummaryList
        compact
        rows={[
          { key: DRAFT_TEXTS.decision, value: words[draft.decision] },
          ...grounds.map((ground) => ({
            key: words.grounds,
            value: (
              <>
                {ground.text} <Cited regulation={regulation} source={sourceOf(ground)} />
                <br />
                <span class="muted">{remedyText(ground.remedy)}</span>
              </>
            ),
          })),
          ...(draft.explanation === '' ? [] : [{ key: DRAFT_TEXTS.explanation, value: draft.explanation }]),
          ...(draft.inStateLanguage === undefined
            ? []
            : [{ key: fillText(DRAFT_TEXTS.explanationIn, { language: writtenIn(STATE_LANGUAGE) }), value: draft.inStateLanguage }]),
          ...(draft.alsoIn === undefined
            ? []
            : [{ key: fillText(DRAFT_TEXTS.explanationIn, { language: writtenIn(draft.alsoIn.language) }), value: draft.alsoIn.text }]),
          ...(reservedNumber === null ? [] : [{ key: texts.caseFile.reservedNumber, value: <span class="number">{reservedNumber}</span> }]),
        ]}
      />
    </>
  )
}

export function ResultView({ scene }: { readonly scene: CaseFile }) {
  const language = useLanguage()
  const { result } = scene.view
  if (result === null) return null
  return (
    <>
      <h2>{texts.pages.result}</h2>
      <SummaryList
        compact
        rows={[
          { key: DRAFT_TEXTS.decision, value: draftWords(scene)[result.decision] },
          ...(result.number === null ? [] : [{ key: texts.pages.licenceNumber, value: <span class="number">{result.number}</span> }]),
          { key: texts.caseFile.signedAt, value: <InstantAt at={result.signedAt} zone={scene.zone} /> },
        ]}
      />
      <p class="not-on-paper">
        <a href={localHref(language, PATHS.document(result.documentId))}>{texts.caseFile.open}</a>
      </p>
      {isHandedOverAtCounter(scene) && (
        <p class="not-on-paper">
          <a href={localHref(language, PATHS.counterReceipt(scene.view.summary.caseId))}>{counterTexts.handedOver}</a>
        </p>
      )}
    </>
  )
}

/** Somebody took the result away at a counter and signed for it. */
function isHandedOverAtCounter(scene: CaseFile): boolean {
  const { status } = scene.view.state
  return (status === 'granted' || status === 'refused') && isOwnCounterCase(scene)
}

/** The request, its signature and payment. */
export function RequestPart({ scene }: { readonly scene: CaseFile }) {
  const language = useLanguage()
  const { view, zone } = scene
  const { opening } = view.state
  const { caseId } = view.summary
  const kept = new Set(view.attachments.map(({ sha256 }) => sha256))
  const fileAt = (path: typeof PATHS.attachment) => (sha256: string, place: number) =>
    kept.has(sha256) ? localHref(language, path(caseId, sha256, place)) : null
  return (
    <>
      <h2>{view.state.basis === undefined ? texts.caseFile.request : texts.caseFile.proceedings}</h2>
      <RequestView
        request={view.request}
        variant={scene.variant}
        isOfOffice={view.state.basis !== undefined}
        zone={zone}
        headings="h3"
        attachmentHref={fileAt(PATHS.attachment)}
        previewHref={fileAt(PATHS.preview)}
      />
      {scene.variant.documents.some(({ forUnits }) => forUnits !== undefined) && <p class="muted">{texts.caseFile.filesOfOthers}</p>}
      {opening !== null && (
        <>
          <h3>{opening.signatureSha256 === null ? texts.caseFile.unsigned : texts.caseFile.signature}</h3>
          {opening.signatureSha256 !== null && <p>{texts.caseFile.checked}</p>}
          <Details summary={texts.caseFile.contentDigest}>
            <SummaryList
              compact
              rows={[
                { key: texts.caseFile.contentDigest, value: <code>{opening.requestSha256}</code> },
                ...(opening.signatureSha256 === null
                  ? []
                  : [{ key: texts.caseFile.signatureDigest, value: <code>{opening.signatureSha256}</code> }]),
              ]}
            />
          </Details>
        </>
      )}
    </>
  )
}

export function HistoryPart({ scene, names }: { readonly scene: CaseFile; readonly names: ReadonlyMap<string, string> }) {
  const { view, regulation, variant, zone } = scene
  return (
    <>
      <h2>{texts.pages.history}</h2>
      <CaseTimeline history={view.history} regulation={regulation} variant={variant} zone={zone} who={(line) => whoseAct(line, names)} />
    </>
  )
}
