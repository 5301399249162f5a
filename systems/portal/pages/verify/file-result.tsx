import type { LocalText } from '@ruqsat/foundation'
import type { CheckLine, FileReport } from '@ruqsat/trust/contract'
import {
  formatDate,
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

const TITLES: Readonly<Record<FileReport['kind'], LocalText>> = {
  valid: local('Қолтаңба дұрыс', 'Подпись верна', 'The signature is valid'),
  refused: local('Қолтаңба дұрыс емес', 'Подпись неверна', 'The signature is not valid'),
  waiting: local('Қазір толық тексеру мүмкін емес', 'Полностью проверить сейчас нельзя', 'It cannot be checked fully now'),
  unsigned: local('Файлда қолтаңба жоқ', 'В файле нет подписи', 'The file carries no signature'),
}

const WHAT: Readonly<Record<FileReport['kind'], LocalText>> = {
  valid: local(
    'Файл қол қойылғаннан бері өзгермеген, куәлік сол кезде жарамды болған.',
    'Файл не менялся после подписания, свидетельство тогда действовало.',
    'The file has not changed since it was signed, and the certificate was valid then.',
  ),
  refused: local(
    'Бұл файлға сенуге болмайды. Неге екені төменде жазылған.',
    'Этому файлу нельзя доверять. Почему — ниже.',
    'Do not rely on this file. The reason is below.',
  ),
  waiting: local(
    'Куәліктің кері қайтарылғанын айтатын қызмет жауап бермейді. Кейінірек қайталаңыз.',
    'Служба, которая знает об отзыве, не отвечает. Повторите позже.',
    'The service that knows about revocation does not answer. Try again later.',
  ),
  unsigned: local(
    'Бұл біз берген құжат емес немесе оның басқа көшірмесі.',
    'Это не наш документ или его другая копия.',
    'It is no document of ours, or another copy of one.',
  ),
}

const OUTCOMES: Readonly<Record<CheckLine['outcome'], { readonly kind: StatusKind; readonly text: LocalText }>> = {
  passed: { kind: 'success', text: local('өтті', 'пройдено', 'passed') },
  failed: { kind: 'danger', text: local('өтпеді', 'не пройдено', 'failed') },
  unknown: { kind: 'neutral', text: local('тексерілмеді', 'не проверено', 'not checked') },
}

/** The names of the checks, as trust gives them, in words. */
const NAMES: Readonly<Record<string, LocalText>> = {
  format: local('Файл пішімі', 'Формат файла', 'Format of the file'),
  'package format': local('Топтама пішімі', 'Формат пакета', 'Format of the package'),
  'signature format': local('Қолтаңба пішімі', 'Формат подписи', 'Format of the signature'),
  content: local('Мазмұны өзгермеген', 'Содержание не изменено', 'Content unchanged'),
  authority: local('Куәландырушы орталық', 'Удостоверяющий центр', 'Certification authority'),
  validity: local('Куәліктің мерзімі', 'Срок свидетельства', 'Validity of the certificate'),
  purpose: local('Кілттің мақсаты', 'Назначение ключа', 'Purpose of the key'),
  revocation: local('Кері қайтарылмаған', 'Не отозвано', 'Not revoked'),
  coverage: local('Қолтаңба бүкіл файлды қамтиды', 'Подпись охватывает весь файл', 'The signature covers the whole file'),
  structure: local('Файл құрылымы', 'Структура файла', 'Structure of the file'),
  attachments: local('Тіркелген құжаттар', 'Приложения', 'Attachments'),
}

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
  | { readonly kind: 'ours'; readonly number: string | null }

const ORIGIN = {
  ours: local('Бұл файл осы жүйеде берілген.', 'Этот файл выдан в этой системе.', 'This very file was issued here.'),
  entry: local('Тізілімдегі жазбасы', 'Запись в реестре', 'Its entry in the register'),
  notOurs: local(
    'Мұндай файл осы жүйеде берілген жоқ. Қолтаңба тек кім қол қойғанын айтады: құжатқа ұқсас файлға куәлігі бар кез келген адам қол қоя алады. Құжатты нөмірі бойынша тексеріңіз.',
    'Такой файл здесь не выдавали. Подпись говорит только, кто подписал: файл, похожий на документ, может подписать любой, у кого есть свидетельство. Проверьте документ по номеру.',
    'No such file was issued here. The signature says only who signed: anyone with a certificate can sign a file that looks like a document. Check the document by its number.',
  ),
}

/** For which time the signature was judged, and whose word that time is. The page asks about no other time than that of our own record. */
const JUDGED: Readonly<Record<NonNullable<FileReport['judgedFor']>['statedBy'], LocalText>> = {
  asker: local(
    'Қолтаңба біздің жүйеде жазылған берілу уақытына тексерілді: {at}.',
    'Подпись проверена на момент выдачи, записанный в нашей системе: {at}.',
    'The signature was judged for the time of issue on our record: {at}.',
  ),
  signature: local(
    'Қолтаңба оның өзінде көрсетілген уақытқа тексерілді: {at}. Бұл уақытты дәлелдейтін уақыт белгісі жоқ, оны тек қол қоюшы айтады.',
    'Подпись проверена на момент, указанный в ней самой: {at}. Метки времени, которая это доказала бы, нет: время называет только подписавший.',
    'The signature was judged for the time that it states itself: {at}. No time stamp proves that time: only the signer says it.',
  ),
  package: local(
    'Қолтаңба топтаманың өзінде көрсетілген қабылдау уақытына тексерілді: {at}. Бұл уақытты дәлелдейтін уақыт белгісі жоқ.',
    'Подпись проверена на момент приёма, указанный в самом пакете: {at}. Метки времени, которая это доказала бы, нет.',
    'The signature was judged for the time of receipt that the package states itself: {at}. No time stamp proves that time.',
  ),
}

/** In UTC: whose wall clock a stranger's file would follow, nobody knows. */
function JudgedFor({ time }: { readonly time: FileReport['judgedFor'] }) {
  const say = useSay()
  const language = useLanguage()
  if (time === null) return null
  const at = `${formatDate(time.at.slice(0, 10), language)}, ${time.at.slice(11, 16)} UTC`
  return <p>{say(JUDGED[time.statedBy]).replace('{at}', at)}</p>
}

function OriginNote({ origin }: { readonly origin: Origin }) {
  const say = useSay()
  const language = useLanguage()
  if (origin.kind === 'notAsked') return null
  if (origin.kind === 'notOurs') return <WarningText text={ORIGIN.notOurs} />
  return (
    <Notification kind="success" text={ORIGIN.ours}>
      {origin.number !== null && (
        <p>
          <a href={localHref(language, PATHS.verifyNumber(origin.number))}>
            {say(ORIGIN.entry)}: {origin.number}
          </a>
        </p>
      )}
    </Notification>
  )
}

/** What verification found, line by line. IINs of signers stay out: the document itself does not show them. */
export function FileResult({ report, origin, back }: { readonly report: FileReport; readonly origin: Origin; readonly back: LocalText }) {
  const say = useSay()
  const language = useLanguage()
  const rows = report.checks.map((line) => [
    say(nameOf(line)),
    <StatusTag {...OUTCOMES[line.outcome]} />,
    <span lang="en">{line.detail}</span>,
  ])
  return (
    <>
      <h1>{say(TITLES[report.kind])}</h1>
      <p class="lead">{say(WHAT[report.kind])}</p>
      <JudgedFor time={report.judgedFor} />
      <OriginNote origin={origin} />
      {report.signers.length > 0 && <h2>{say(TEXTS.signers)}</h2>}
      {report.signers.map((signer) => (
        <SummaryList
          rows={[
            { key: TEXTS.name, value: signer.name },
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

/** `Sig1: validity` keeps its field; a name that we do not know is shown as it is. */
function nameOf({ name }: CheckLine): LocalText | string {
  const at = name.lastIndexOf(': ')
  const field = at < 0 ? '' : name.slice(0, at + 2)
  const known = NAMES[at < 0 ? name : name.slice(at + 2)]
  return known === undefined ? name : { kk: field + known.kk, ru: field + known.ru, en: field + known.en }
}
