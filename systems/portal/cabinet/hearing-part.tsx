// On the page of a request: the draft of a refusal or a measure, until when the party may say something against it, and what they said.
import type { Instant } from '@ruqsat/foundation'
import { DueOf, InstantAt } from '@ruqsat/lawpages'
import { InsetText, LinkButton, localHref, Notification, SummaryList, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import { Explanation, Grounds, MeasureFacts } from './grounds.tsx'
import type { OwnRequest } from './requests.ts'
import texts from './texts.yaml'

const T = texts.hearing

/** Whether it is a measure that the authority drafts by itself, and no refusal of a request. */
export function isMeasure({ view }: OwnRequest): boolean {
  return view.state.basis !== undefined
}

/** On the page of the request: what would be decided and why, and until when something may be said against it. */
export function HearingPart({ own, now }: { readonly own: OwnRequest; readonly now: string }) {
  const language = useLanguage()
  const { hearing, objections = [], summary } = own.view
  const here = localHref(language, PATHS.request(summary.requestNumber))
  return (
    <>
      {hearing && (
        <Notification kind="important" heading={isMeasure(own) ? T.measureTitle : T.title}>
          <p>{T.lead}</p>
          <p>{T.ifNothing}</p>
          {hearing.presentedAt && <PresentedNote at={hearing.presentedAt} own={own} />}
          <DraftHeard own={own} hearing={hearing} now={now} />
          <p>
            <LinkButton href={`${here}/objection`} text={T.object} />
          </p>
          {hearing.mayBeInPerson && (
            <p>
              <a href={`${here}/objection/oral`}>{T.oral}</a>
            </p>
          )}
          <p>
            <a href={`${here}/objection/none`}>{T.nothing}</a>
          </p>
        </Notification>
      )}
      {objections.length > 0 && (
        <>
          <h2>{objections.every(({ inPerson }) => inPerson === true) ? T.oralTitleOnPage : T.yours}</h2>
          {objections.map(({ text, at, inPerson }) => (
            <SummaryList
              compact
              rows={[
                { key: inPerson ? T.oralAsked : T.sentAt, value: <InstantAt at={at} zone={own.zone} /> },
                ...(text === '' ? [] : [{ key: inPerson ? T.oralText : T.text, value: text }]),
              ]}
            />
          ))}
          {awaitsInvitation(own) && <p>{T.oralNext}</p>}
        </>
      )}
    </>
  )
}

/** They asked to be heard in person, and nobody has written since. */
function awaitsInvitation({ view: { objections = [], works, state } }: OwnRequest): boolean {
  const last = objections.at(-1)
  return last?.inPerson === true && state.closedAt === null && works.every(({ at }) => at < last.at)
}

/** An answer that was handed in and is still judged: when it came, which is what counts. */
export function PresentedNote({ at, own }: { readonly at: Instant; readonly own: OwnRequest }) {
  return (
    <InsetText>
      <p>
        <strong>{T.presented}</strong> <InstantAt at={at} zone={own.zone} />
      </p>
      <p>{T.presentedLead}</p>
    </InsetText>
  )
}

type Hearing = NonNullable<OwnRequest['view']['hearing']>

type HeardProps = { readonly own: OwnRequest; readonly hearing: Hearing; readonly now: string }

/** What would be decided and why, and until when something may be said against it. */
export function DraftHeard({ own, hearing, now }: HeardProps) {
  const { variant, regulation, view } = own
  const { basis } = view.state
  const { groundIds } = hearing.draft
  return (
    <>
      {basis === undefined ? (
        <Grounds own={own} grounds={variant.grounds.filter(({ id }) => groundIds.includes(id))} written={hearing.draft} />
      ) : (
        <MeasureFacts own={own} groundIds={groundIds} />
      )}
      {basis !== undefined && <Explanation own={own} written={hearing.draft} />}
      <DueOf due={hearing.due} regulation={regulation} source={hearing.source} state={hearing.due.due < now ? 'late' : 'open'} isLabelled />
    </>
  )
}
