// Complaints: what of a request may be complained of, what became of each complaint, and of a complaint the request that it is about.
import { InstantAt } from '@ruqsat/lawpages'
import { fillText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { Button, Form, InsetText, localHref, Notification, StatusTag, useLanguage } from '@ruqsat/web'
import { WhereToComplain } from '../common/parts/where-to-complain.tsx'
import { PATHS } from '../deps.ts'
import { statusTagOf, type OwnRequest } from './requests.ts'
import texts from './texts.yaml'

const T = texts.complaint

/** Of a complaint: the request that it is about. */
export function ComplainedOf({ own: { view } }: { readonly own: OwnRequest }) {
  const about = view.state.complaintAbout
  const language = useLanguage()
  if (about === undefined) return null
  return (
    <InsetText>
      <p>
        {T.about[about.what]}:{' '}
        <a class="number" href={localHref(language, PATHS.request(about.requestNumber))}>
          {about.requestNumber}
        </a>
      </p>
    </InsetText>
  )
}

/** What satisfied complaints did to the request; the paper that counts no more stays available. */
export function AfterComplaints({ own: { view, zone } }: { readonly own: OwnRequest }) {
  const language = useLanguage()
  const { complaints = [] } = view.state
  const here = localHref(language, PATHS.request(view.summary.requestNumber))
  return (
    <>
      {complaints.map(({ requestNumber, at, annuls, what }) => (
        <Notification kind="information" heading={annuls ? T.annulled : what === 'lateness' ? T.ordered : T.satisfied}>
          <p>
            <a href={localHref(language, PATHS.request(requestNumber))}>{fillText(T.byComplaint, { number: requestNumber })}</a>,{' '}
            <InstantAt at={at} zone={zone} />
          </p>
          {annuls && (
            <p>
              <a href={`${here}/papers/${annuls.documentId}`} download="">
                {T.former}
              </a>
            </p>
          )}
        </Notification>
      ))}
    </>
  )
}

/** At the end of the page of a request: where and until when to complain, the complaints that there are, and the way to write one. */
export function ComplaintPart({ own: { view, regulation }, by }: { readonly own: OwnRequest; readonly by: Regulation | null }) {
  const language = useLanguage()
  const { complaints = [], mayComplain, mayComplainAlso = [], summary } = view
  return (
    <>
      <h2>{texts.request.complaint}</h2>
      <WhereToComplain regulation={regulation} by={by} />
      {complaints.length > 0 && (
        <ul>
          {complaints.map(({ requestNumber, status, isComplaint }) => (
            <li>
              <a class="number" href={localHref(language, PATHS.request(requestNumber))}>
                {requestNumber}
              </a>{' '}
              <StatusTag {...statusTagOf({ status, ...(isComplaint && { isComplaint }) })} />
            </li>
          ))}
        </ul>
      )}
      {mayComplain && (
        <>
          <p>{T.may[mayComplain]}</p>
          <Form action={localHref(language, PATHS.complaint(summary.requestNumber))} once>
            <Button text={T.write} kind="secondary" />
          </Form>
        </>
      )}
      {mayComplainAlso.map((what) => (
        <>
          <p>{T.may[what]}</p>
          <Form action={localHref(language, PATHS.complaint(summary.requestNumber))} part={`complaint ${what}`} once>
            <input type="hidden" name="what" value={what} />
            <Button text={T.write} kind="secondary" hiddenText={T.about[what]} />
          </Form>
        </>
      ))}
    </>
  )
}
