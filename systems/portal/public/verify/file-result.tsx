import { type ZoneRules, formatInstant } from '@ruqsat/clock'
import type { LocalText } from '@ruqsat/foundation'
import type { CheckLine, FileReport, Finding } from '@ruqsat/trust/contract'
import { CHECK_OUTCOMES, checkName, JUDGED_FOR, sayFinding, signerName, verdictWords } from '@ruqsat/trust/words'
import {
  local,
  localHref,
  Notification,
  StatusTag,
  SummaryList,
  Table,
  useLanguage,
  useSay,
  WarningText,
  type StatusKind,
} from '@ruqsat/web'
import { PATHS } from '../../deps.ts'

const OUTCOME_KINDS: Readonly<Record<CheckLine['outcome'], StatusKind>> = { passed: 'success', failed: 'danger', unknown: 'neutral' }

const TEXTS = {
  checks: local('Не тексерілді', 'Что проверено', 'What was checked'),
  check: local('Тексеру', 'Проверка', 'Check'),
  outcome: local('Нәтижесі', 'Итог', 'Outcome'),
  detail: local('Толығырақ', 'Подробно', 'Detail'),
  signers: local('Кім қол қойды', 'Кто подписал', 'Who signed'),
  name: local('Аты-жөні', 'Имя', 'Name'),
  organisation: local('Ұйым', 'Организация', 'Organisation'),
  serial: local('Куәліктің сериялық нөмірі', 'Серийный номер свидетельства', 'Serial number of the certificate'),
}

/** Whether the file is one that was issued here: a signature alone does not say it. */
export type Origin =
  | { readonly kind: 'notAsked' }
  | { readonly kind: 'notOurs' }
  /** `bytes`: how much of the file is what was issued; null where all of it is. */
  | { readonly kind: 'ours'; readonly number: string | null; readonly code: string | null; readonly bytes: number | null }

const ORIGIN = {
  ours: local('Бұл файл осы жүйеде берілген.', 'Этот файл выдан в этой системе.', 'This very file was issued here.'),
  oursAtFirst: local(
    'Файлдың алғашқы {count} байты осы жүйеде берілген. Одан кейінгісін басқалар қосқан.',
    'Первые байты файла ({count}) выданы в этой системе. Остальное добавили другие.',
    'The first {count} bytes of this file were issued here. What follows was added by others.',
  ),
  entry: local('Тізілімдегі жазбасы', 'Запись в реестре', 'Its entry in the register'),
  notOurs: local(
    'Мұндай файл осы жүйеде берілген жоқ. Қолтаңба тек кім қол қойғанын айтады: құжатқа ұқсас файлға куәлігі бар кез келген адам қол қоя алады. Құжатты нөмірі бойынша тексеріңіз.',
    'Такой файл здесь не выдавали. Подпись говорит только, кто подписал: файл, похожий на документ, может подписать любой, у кого есть свидетельство. Проверьте документ по номеру.',
    'No such file was issued here. The signature says only who signed: anyone with a certificate can sign a file that looks like a document. Check the document by its number.',
  ),
}

/** The page asks about no other time than that of our own record. */
const ON_RECORD = local(
  'Қолтаңба біздің жүйеде жазылған берілу уақытына тексерілді: {at}.',
  'Подпись проверена на момент выдачи, записанный в нашей системе: {at}.',
  'The signature was judged for the time of issue on our record: {at}.',
)

/** On the clock of the capital: whose a stranger's file would follow, nobody knows. */
function JudgedFor({ time, zone }: { readonly time: FileReport['judgedFor']; readonly zone: ZoneRules }) {
  const say = useSay()
  const language = useLanguage()
  if (time === null) return null
  const at = `${formatInstant(time.at, zone, language)} (${say(zone.title)})`
  return <p>{say(time.statedBy === 'asker' ? ON_RECORD : JUDGED_FOR[time.statedBy]).replace('{at}', at)}</p>
}

function countIn({ kk, ru, en }: LocalText, count: number): LocalText {
  const filled = (text: string): string => text.replace('{count}', String(count))
  return { kk: filled(kk), ru: filled(ru), en: filled(en) }
}

function OriginNote({ origin }: { readonly origin: Origin }) {
  const say = useSay()
  const language = useLanguage()
  if (origin.kind === 'notAsked') return null
  if (origin.kind === 'notOurs') return <WarningText text={ORIGIN.notOurs} />
  return (
    <Notification kind="success" text={origin.bytes === null ? ORIGIN.ours : countIn(ORIGIN.oursAtFirst, origin.bytes)}>
      {origin.number !== null && (
        <p>
          <a href={localHref(language, PATHS.verifyNumber(origin.number, origin.code))}>
            {say(ORIGIN.entry)}: {origin.number}
          </a>
        </p>
      )}
    </Notification>
  )
}

export type FileResultProps = {
  readonly report: FileReport
  readonly origin: Origin
  /** Whose clock the times are shown on. */
  readonly zone: ZoneRules
  readonly back: LocalText
}

/** Findings are phrases, to stand after a colon; by itself one begins with a capital and ends with a full stop. */
function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}${/[.!?]$/.test(phrase) ? '' : '.'}`
}

/** What verification found, line by line. IINs of signers stay out: the document itself does not show them. */
export function FileResult({ report, origin, zone, back }: FileResultProps) {
  const say = useSay()
  const language = useLanguage()
  const found = (finding: Finding): string => sentence(sayFinding(finding, language, (at) => formatInstant(at, zone, language)))
  const verdict = verdictWords(report)
  const rows = report.checks.map((line) => [
    say(checkName(line)),
    <StatusTag kind={OUTCOME_KINDS[line.outcome]} text={CHECK_OUTCOMES[line.outcome]} />,
    found(line.finding),
  ])
  return (
    <>
      <h1>{say(verdict.title)}</h1>
      <p class="lead">{say(verdict.meaning)}</p>
      {[report.fault, report.remark].map((finding) => finding !== null && <p>{found(finding)}</p>)}
      <JudgedFor time={report.judgedFor} zone={zone} />
      <OriginNote origin={origin} />
      {report.signers.length > 0 && <h2>{say(TEXTS.signers)}</h2>}
      {report.signers.map((signer) => (
        <SummaryList
          rows={[
            { key: TEXTS.name, value: signerName(signer) },
            ...(signer.organisation === null ? [] : [{ key: TEXTS.organisation, value: signer.organisation }]),
            { key: TEXTS.serial, value: <code>{signer.serial}</code> },
          ]}
        />
      ))}
      <h2>{say(TEXTS.checks)}</h2>
      <Table
        caption={TEXTS.checks}
        captionHidden
        columns={[{ text: TEXTS.check }, { text: TEXTS.outcome }, { text: TEXTS.detail }]}
        rows={rows}
      />
      <p>
        <a href={localHref(language, PATHS.verify)}>{say(back)}</a>
      </p>
    </>
  )
}
