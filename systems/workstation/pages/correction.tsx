// What the applicant was asked, what they answered, and why a request was not taken in.
import { leftAsItWas, STATE_LANGUAGE, type SignedRequest } from '@ruqsat/documents'
import type { MissingItem, WrittenNonAcceptance } from '@ruqsat/engine'
import { Cited, DueOf, InstantAt, RequestChanges } from '@ruqsat/lawpages'
import { localHref, SummaryList, useLanguage, type SummaryRow } from '@ruqsat/web'
import { fillText, writtenIn, type Instant, type Language } from '@ruqsat/foundation'
import type { CaseFile } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import texts from '../texts.yaml'

const T = texts.correctionView

export function CorrectionView({ scene, now }: { readonly scene: CaseFile; readonly now: Instant }) {
  const { asked, earlierRequests = [], request, nonAcceptance, hearing, objections = [], state } = scene.view
  const isMeasure = state.basis !== undefined
  const later = [...earlierRequests.slice(1).map((each) => each.request), request]
  return (
    <>
      {asked && (
        <>
          <h2>{T.waits}</h2>
          <p>{asked.isClockStopped ? T.clockStopped : T.clockRuns}</p>
          {asked.presentedAt && <Presented at={asked.presentedAt} scene={scene} />}
          <MissingList missing={asked.missing} scene={scene} />
          <DueOf
            due={asked.due}
            regulation={scene.regulation}
            source={asked.source}
            state={asked.due.due < now ? 'late' : 'open'}
            isLabelled
          />
        </>
      )}
      {hearing && (
        <>
          <h2>{isMeasure ? T.measureHearing : T.hearing}</h2>
          <p>{isMeasure ? T.measureHearingLead : T.hearingLead}</p>
          {hearing.presentedAt && <Presented at={hearing.presentedAt} scene={scene} />}
          <DueOf
            due={hearing.due}
            regulation={scene.regulation}
            source={hearing.source}
            state={hearing.due.due < now ? 'late' : 'open'}
            isLabelled
          />
        </>
      )}
      {objections.length > 0 && (
        <>
          <h2>{isMeasure ? T.holdersObjections : T.objections}</h2>
          {objections.map(({ text, at, inPerson }) => (
            <SummaryList
              compact
              rows={[
                { key: inPerson ? T.oralAsked : T.at, value: <InstantAt at={at} zone={scene.zone} /> },
                ...(text === '' ? [] : [{ key: inPerson ? T.oralText : T.objectionText, value: text }]),
              ]}
            />
          ))}
        </>
      )}
      {earlierRequests.map((earlier, place) => {
        const left = leftAsItWas(earlier.missing, earlier.request as SignedRequest, later[place] as SignedRequest)
        return (
          <>
            <h2>{T.corrected}</h2>
            <MissingList missing={earlier.missing.filter((item) => !left.includes(item))} scene={scene} />
            <RequestChanges before={earlier.request} after={later[place]} variant={scene.variant} />
            {left.length > 0 && (
              <>
                <h3>{T.leftAsItWas}</h3>
                <MissingList missing={left} scene={scene} />
              </>
            )}
          </>
        )
      })}
      {nonAcceptance && scene.variant.nonAcceptance && (
        <>
          <h2>{scene.variant.nonAcceptance.title}</h2>
          <NotAcceptedView
            refused={nonAcceptance}
            scene={scene}
            more={[
              { key: T.at, value: <InstantAt at={nonAcceptance.at} zone={scene.zone} /> },
              ...(nonAcceptance.documentId === null ? [] : [paperRow(nonAcceptance.documentId)]),
            ]}
          />
        </>
      )}
    </>
  )
}

type NotAcceptedProps = { readonly refused: WrittenNonAcceptance; readonly scene: CaseFile; readonly more?: readonly SummaryRow[] }

/** Why a request is not taken in, as it was written: in the language of the request and, where that is another, in the state language. */
export function NotAcceptedView({ refused, scene, more = [] }: NotAcceptedProps) {
  const { groundIds, explanation, inStateLanguage, alsoIn } = refused
  const named = (language: Language) => fillText(texts.draftFields.draftTexts.explanationIn, { language: writtenIn(language) })
  const grounds = scene.variant.nonAcceptance?.grounds.filter(({ id }) => groundIds.includes(id)) ?? []
  return (
    <SummaryList
      compact
      rows={[
        ...grounds.map(({ text, source }) => ({
          key: T.ground,
          value: (
            <>
              {text} <Cited regulation={scene.regulation} source={source} />
            </>
          ),
        })),
        { key: inStateLanguage === undefined ? T.explanation : named(scene.language), value: explanation },
        ...(inStateLanguage === undefined ? [] : [{ key: named(STATE_LANGUAGE), value: inStateLanguage }]),
        ...(alsoIn === undefined ? [] : [{ key: named(alsoIn.language), value: alsoIn.text }]),
        ...more,
      ]}
    />
  )
}

function paperRow(documentId: string): SummaryRow {
  const language = useLanguage()
  return { key: texts.work.paper, value: <a href={localHref(language, PATHS.document(documentId))}>{texts.work.openPaper}</a> }
}

function Presented({ at, scene }: { readonly at: Instant; readonly scene: CaseFile }) {
  return (
    <p>
      <strong>{T.presented}</strong> <InstantAt at={at} zone={scene.zone} />
    </p>
  )
}

function MissingList({ missing, scene }: { readonly missing: readonly MissingItem[]; readonly scene: CaseFile }) {
  if (missing.length === 0) return null
  return <SummaryList compact rows={missing.map((item) => ({ key: placeOf(item, scene), value: item.text }))} />
}

function placeOf(item: MissingItem, { variant }: CaseFile) {
  if (item.on === 'other') return T.other
  const field = variant.form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === item.id)
  return field?.label ?? variant.documents.find(({ id }) => id === item.id)?.name ?? T.other
}
