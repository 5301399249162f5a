// On the page of a request that was decided: the paper, why it was refused, and what the register says of the number today.
import { fillString, fillText, formatDate, inAll, isRefusal, parseLicenceNumber, type Language, type LocalDate } from '@ruqsat/foundation'
import type { PublicEntry } from '@ruqsat/licensing/contract'
import { findView, stepWithAction } from '@ruqsat/law'
import { InsetText, LinkButton, localHref, useLanguage, type Text } from '@ruqsat/web'
import { PATHS, type Portal } from '../deps.ts'
import { RegisterTag } from '../common/parts/register-tag.tsx'
import { Grounds, MeasureFacts } from './grounds.tsx'
import type { OwnRequest } from './requests.ts'
import texts from './texts.yaml'

/** What the register says today of the number that the result bears. */
export async function entryOf(portal: Portal, { view: { result } }: OwnRequest): Promise<PublicEntry | null> {
  const number = result?.number ? parseLicenceNumber(result.number) : null
  const entry = number === null || isRefusal(number) ? null : await portal.deps.publicRegister.find(number)
  return entry === null || isRefusal(entry) ? null : entry
}

type ResultProps = { readonly own: OwnRequest; readonly entry: PublicEntry | null }

export function Result({ own, entry }: ResultProps) {
  const language = useLanguage()
  const { result, summary } = own.view
  if (result === null) return null
  return (
    <>
      <h2>{texts.request.result}</h2>
      <p>{decisionText(own.view)}</p>
      <Reasons own={own} />
      {result.decision === 'grant' && own.view.state.basis && <MeasureFacts own={own} groundIds={own.view.state.basis.groundIds} />}
      {isNoticeOnly(own) && <p>{texts.request.noticeOnly}</p>}
      {entry && (
        <p>
          {texts.request.inRegister}: <span class="number">{entry.number}</span> <RegisterTag status={entry.status} />
          {entry.validUntil !== null && ` ${lastDay(entry.validUntil, language)}`}
        </p>
      )}
      <LaterPaper own={own} entry={entry} />
      <div class="button-group">
        <LinkButton href={`${localHref(language, PATHS.request(summary.requestNumber))}/result`} text={texts.request.download} download />
        {result.number !== null && (
          <LinkButton kind="secondary" href={localHref(language, PATHS.verifyNumber(result.number))} text={texts.request.check} />
        )}
      </div>
    </>
  )
}

/** The register has another paper of the number: an error was corrected, or it was extended. */
function LaterPaper({ own: { view }, entry }: ResultProps) {
  const { signed } = view.state
  if (entry === null || signed === null || entry.documentSha256 === signed.sha256) return null
  return (
    <InsetText>
      <p>{fillText(texts.request.laterPaper, { day: inAll((language) => formatDate(entry.latest.on, language)) })}</p>
    </InsetText>
  )
}

/** Why it was refused, in the reader's language as far as somebody wrote it; the paper has every language. */
function Reasons({ own }: Pick<ResultProps, 'own'>) {
  const { view, variant } = own
  const written = view.result?.decision === 'refuse' ? (view.state.conclusion ?? view.state.draft) : null
  if (written === null || written.decision !== 'refuse') return null
  return <Grounds own={own} grounds={variant.grounds.filter(({ id }) => written.groundIds.includes(id))} written={written} />
}

/** Where the act has the paper given elsewhere, and a notice of it in the cabinet. */
function isNoticeOnly({ variant, view: { result, state } }: OwnRequest): boolean {
  const view = findView(variant, state.opening?.view ?? '')
  return result?.decision === 'grant' && view !== null && stepWithAction(view.steps, 'receiveResult')?.delivers === 'notice'
}

/** Whoever did not apply was neither granted nor refused anything. */
function decisionText({ result, state }: OwnRequest['view']): Text {
  if (state.basis !== undefined) return result?.decision === 'grant' ? texts.request.measure : texts.request.noMeasure
  if (state.complaintAbout !== undefined) return result?.decision === 'grant' ? texts.complaint.granted : texts.complaint.refused
  return result?.decision === 'grant' ? texts.request.granted : texts.request.refused
}

/** The day itself still counts. */
function lastDay(until: LocalDate, language: Language): string {
  return fillString(texts.request.lastDay[language], { day: formatDate(until, language) })
}
