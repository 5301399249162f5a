import { type ZoneRules, formatInstant } from '@ruqsat/clock'
import { type LocalText, fillText, formatDate, inAll } from '@ruqsat/foundation'
import type { LatestPaper } from '@ruqsat/licensing/contract'
import type { CheckLine, FileReport, TrustFinding } from '@ruqsat/trust/contract'
import { CHECK_OUTCOMES, checkName, JUDGED_FOR, sayFinding, signerName, verdictWords } from '@ruqsat/trust/words'
import { localHref, Notification, StatusTag, SummaryList, Table, useLanguage, say, WarningText, type StatusKind } from '@ruqsat/web'
import { PATHS } from '../../deps.ts'
import texts from '../texts.yaml'

const OUTCOME_KINDS: Readonly<Record<CheckLine['outcome'], StatusKind>> = { passed: 'success', failed: 'danger', unknown: 'neutral' }
/** Whether the file is one that was issued here: a signature alone does not say it. */
export type Origin =
  | { readonly kind: 'notAsked' }
  | { readonly kind: 'notOurs' }
  /** `bytes`: how much of the file is what was issued; null where all of it is. */
  | {
      readonly kind: 'ours'
      readonly number: string | null
      readonly code: string | null
      readonly bytes: number | null
      readonly later: LatestPaper | null
      /** When the decision that it is was annulled; absent where it was not. */
      readonly annulledAt?: string
    }

/** On the clock of the capital: whose a stranger's file would follow, nobody knows. */
function JudgedFor({ time, zone }: { readonly time: FileReport['judgedFor']; readonly zone: ZoneRules }) {
  const language = useLanguage()
  if (time === null) return null
  const at = `${formatInstant(time.at, zone, language)} (${say(zone.title)})`
  return <p>{say(time.statedBy === 'asker' ? texts.fileResult.onRecord : JUDGED_FOR[time.statedBy]).replace('{at}', at)}</p>
}

function OriginNote({ origin, zone }: { readonly origin: Origin; readonly zone: ZoneRules }) {
  const language = useLanguage()
  if (origin.kind === 'notAsked') return null
  if (origin.kind === 'notOurs') return <WarningText text={texts.fileResult.origin.notOurs} />
  return (
    <Notification
      kind="success"
      text={origin.bytes === null ? texts.fileResult.origin.ours : fillText(texts.fileResult.origin.oursAtFirst, { count: origin.bytes })}
    >
      {origin.annulledAt !== undefined && (
        <p>
          <strong>
            {fillText(texts.fileResult.origin.annulled, { day: inAll((language) => formatInstant(origin.annulledAt!, zone, language)) })}
          </strong>
        </p>
      )}
      {origin.later !== null && <LaterPaper later={origin.later} />}
      {origin.number !== null && (
        <p>
          <a href={localHref(language, PATHS.verifyNumber(origin.number, origin.code))}>
            {texts.fileResult.origin.entry}: {origin.number}
          </a>
        </p>
      )}
    </Notification>
  )
}

/** The file is genuine, and no longer the paper that counts. */
function LaterPaper({ later }: { readonly later: LatestPaper }) {
  const day = formatDate(later.on, useLanguage())
  return (
    <p>
      <strong>{fillText(texts.fileResult.origin.later, { day })}</strong>{' '}
      {fillText(texts.fileResult.origin.laterBy, { what: texts.verify.changes[later.by] })}
    </p>
  )
}

export type FileResultProps = {
  readonly report: FileReport
  readonly origin: Origin
  /** Whose clock the times are shown on. */
  readonly zone: ZoneRules
  readonly back: LocalText
  /** Whether it has an address. */
  readonly isKept: boolean
}

/** Findings are phrases, to follow a colon; by itself one begins with a capital and ends with a full stop. */
function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.!?]$/.test(phrase) ? '' : '.'}`
}

/** What verification found, line by line. IINs of signers stay out: the document itself does not show them. */
export function FileResult({ report, origin, zone, back, isKept }: FileResultProps) {
  const language = useLanguage()
  const found = (finding: TrustFinding): string => sentence(sayFinding(finding, language, (at) => formatInstant(at, zone, language)))
  const verdict = verdictWords(report)
  const rows = report.checks.map((line) => [
    say(checkName(line)),
    <StatusTag kind={OUTCOME_KINDS[line.outcome]} text={CHECK_OUTCOMES[line.outcome]} />,
    found(line.finding),
  ])
  return (
    <>
      <h1>{verdict.title}</h1>
      <p class="lead">{verdict.meaning}</p>
      {[report.fault, report.remark].map((finding) => finding !== null && <p>{found(finding)}</p>)}
      <JudgedFor time={report.judgedFor} zone={zone} />
      <OriginNote origin={origin} zone={zone} />
      {report.signers.length > 0 && <h2>{texts.fileResult.page.signers}</h2>}
      {report.signers.map((signer) => (
        <SummaryList
          rows={[
            { key: texts.fileResult.page.name, value: signerName(signer) },
            ...(signer.organisation === null ? [] : [{ key: texts.fileResult.page.organisation, value: signer.organisation }]),
            { key: texts.fileResult.page.serial, value: <code>{signer.serial}</code> },
          ]}
        />
      ))}
      <h2>{texts.fileResult.page.checks}</h2>
      <Table
        caption={texts.fileResult.page.checks}
        captionHidden
        columns={[{ text: texts.fileResult.page.check }, { text: texts.fileResult.page.outcome }, { text: texts.fileResult.page.detail }]}
        rows={rows}
      />
      {isKept && <p class="muted">{texts.fileResult.page.keptAnHour}</p>}
      <p>
        <a href={localHref(language, PATHS.verify)}>{back}</a>
      </p>
    </>
  )
}
