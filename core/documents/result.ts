import { formatTenge, type Instant, type LocalText } from '@ruqsat/foundation'
import { formatDate, toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Ground, Regulation, Variant } from '@ruqsat/law'
import type { DraftResult } from '@ruqsat/engine'
import { citation } from './citation.ts'

/** Kazakh beside Russian, as an official document carries them. */
export type Pair = { readonly kk: string; readonly ru: string }

/** Everything a result's template may print. Plain data: what is not in here does not reach the paper. */
export type ResultData = {
  readonly schema: 'ruqsat.result/1'
  readonly documentKind: 'licence' | 'permit' | 'reasonedRefusal'
  readonly title: Pair
  readonly number: string | null
  readonly issuedOn: Pair
  readonly holder: { readonly name: string; readonly identifierName: 'IIN' | 'BIN'; readonly identifier: string; readonly address: string }
  readonly authority: { readonly name: Pair; readonly address: Pair; readonly phone: string }
  readonly activity: Pair | null
  readonly act: Pair
  readonly signer: { readonly name: string; readonly position: Pair }
  readonly request: { readonly number: string; readonly date: Pair }
  readonly grounds: readonly { readonly text: Pair; readonly remedy: Pair; readonly source: Pair }[]
  readonly explanation: string
  readonly complaint: { readonly place: Pair; readonly term: Pair; readonly source: Pair }
  readonly labels: Readonly<Record<string, Pair>>
  readonly signatureNote: Pair
  readonly verify: { readonly url: string; readonly qr: readonly string[] }
  readonly sandbox: boolean
}

export type ResultInput = {
  readonly regulation: Regulation
  readonly variant: Variant
  readonly conclusion: DraftResult
  readonly number: string | null
  readonly requestNumber: string
  readonly registeredAt: Instant
  /** Legal time of signing: its day in the authority's zone is the document's date. */
  readonly at: Instant
  readonly zone: ZoneRules
  readonly holder: { readonly name: string; readonly iin: string | null; readonly bin: string | null; readonly address: string }
  readonly signer: { readonly name: string; readonly position: LocalText }
  readonly verifyUrl: string
  readonly qr: readonly string[]
  readonly sandbox: boolean
}

/** The data of the licence, permit or reasoned refusal that concludes a case. */
export function resultDocument(input: ResultInput): ResultData {
  const { regulation, variant, conclusion, holder } = input
  const result = conclusion.decision === 'grant' ? variant.results.grant : variant.results.refuse
  const day = (instant: Instant): Pair => {
    const date = toLocal(instant, input.zone).date
    return { kk: formatDate(date, 'kk'), ru: formatDate(date, 'ru') }
  }
  return {
    schema: 'ruqsat.result/1',
    documentKind: result.kind,
    title: pair(result.title),
    number: input.number,
    issuedOn: day(input.at),
    holder: {
      name: holder.name,
      identifierName: holder.bin === null ? 'IIN' : 'BIN',
      identifier: holder.bin ?? holder.iin ?? '',
      address: holder.address,
    },
    authority: { name: pair(regulation.authority.name), address: pair(regulation.authority.address), phone: regulation.authority.phone },
    activity: conclusion.decision === 'grant' ? pair(variant.results.grant.licensedActivity) : null,
    act: pair(regulation.act.title),
    signer: { name: input.signer.name, position: pair(input.signer.position) },
    request: { number: input.requestNumber, date: day(input.registeredAt) },
    grounds: conclusion.groundIds.map((id) => groundRow(regulation, variant, id)),
    explanation: conclusion.explanation,
    complaint: {
      place: pair(regulation.complaint.place),
      term: pair(regulation.complaint.term),
      source: citation(regulation, regulation.complaint.source),
    },
    labels: { ...RESULT_LABELS, ...Object.fromEntries(Object.entries(result.labels).map(([id, text]) => [id, pair(text)])) },
    signatureNote: SIGNATURE_NOTE,
    verify: { url: input.verifyUrl, qr: input.qr },
    sandbox: input.sandbox,
  }
}

function groundRow(regulation: Regulation, variant: Variant, id: string): ResultData['grounds'][number] {
  const ground: Ground | undefined = variant.grounds.find((each) => each.id === id)
  if (ground === undefined) return { text: { kk: id, ru: id }, remedy: { kk: '', ru: '' }, source: { kk: '', ru: '' } }
  return { text: pair(ground.text), remedy: pair(ground.remedy), source: citation(regulation, ground.source) }
}

const RESULT_LABELS: Readonly<Record<string, Pair>> = {
  number: { kk: 'Нөмірі', ru: 'Номер' },
  issuedOn: { kk: 'Берілген күні', ru: 'Дата выдачи' },
  refusedOn: { kk: 'Күні', ru: 'Дата' },
  holder: { kk: 'Лицензиат', ru: 'Лицензиат' },
  applicant: { kk: 'Өтініш беруші', ru: 'Заявитель' },
  IIN: { kk: 'ЖСН', ru: 'ИИН' },
  BIN: { kk: 'БСН', ru: 'БИН' },
  address: { kk: 'Мекенжайы', ru: 'Адрес' },
  activity: { kk: 'Қызмет түрі', ru: 'Вид деятельности' },
  act: { kk: 'Негізі', ru: 'Основание' },
  request: { kk: 'Сұрау салу', ru: 'Запрос' },
  grounds: { kk: 'Бас тарту негіздері', ru: 'Основания отказа' },
  remedy: { kk: 'Не істеуге болады', ru: 'Что можно сделать' },
  explanation: { kk: 'Түсіндірме', ru: 'Пояснение' },
  complaint: { kk: 'Шағымдану тәртібі', ru: 'Порядок обжалования' },
  source: { kk: 'Дереккөз', ru: 'Источник' },
}

const SIGNATURE_NOTE: Pair = {
  kk: 'Электрондық цифрлық қолтаңба осы файлдың ішінде. Түпнұсқалығын мына мекенжай бойынша немесе QR арқылы тексеруге болады.',
  ru: 'Электронная цифровая подпись находится внутри этого файла. Подлинность проверяется по адресу или по QR.',
}

/** What must hold before a result may be signed; empty when all of it does. Sentences for the head, in the order of the document. */
export function lintResult(data: ResultData): readonly LocalText[] {
  const faults: LocalText[] = []
  if (data.documentKind !== 'reasonedRefusal' && data.number === null) faults.push(LINTS.noNumber)
  if (data.documentKind === 'reasonedRefusal' && data.number !== null) faults.push(LINTS.refusalWithNumber)
  if (data.documentKind === 'reasonedRefusal' && data.grounds.length === 0) faults.push(LINTS.noGround)
  if (data.documentKind === 'reasonedRefusal' && data.explanation.trim() === '') faults.push(LINTS.noExplanation)
  if (!/^\d{12}$/.test(data.holder.identifier)) faults.push(LINTS.noIdentifier)
  if (data.holder.name.trim() === '' || data.signer.name.trim() === '') faults.push(LINTS.noName)
  return faults
}

const LINTS = {
  noNumber: { kk: 'Құжаттың нөмірі жоқ.', ru: 'У документа нет номера.', en: 'The document has no number.' },
  refusalWithNumber: {
    kk: 'Бас тартуға лицензия нөмірі берілген.',
    ru: 'Отказу присвоен номер лицензии.',
    en: 'A refusal carries a licence number.',
  },
  noGround: { kk: 'Бас тарту негізі көрсетілмеген.', ru: 'Не указано основание отказа.', en: 'No ground of refusal is given.' },
  noExplanation: { kk: 'Негіздің түсіндірмесі жоқ.', ru: 'Нет пояснения к основанию.', en: 'The ground is not explained.' },
  noIdentifier: { kk: 'ЖСН немесе БСН жоқ.', ru: 'Нет ИИН или БИН.', en: 'The IIN or BIN is missing.' },
  noName: { kk: 'Аты-жөні немесе атауы жоқ.', ru: 'Нет имени или наименования.', en: 'A name is missing.' },
} satisfies Record<string, LocalText>

function pair(text: LocalText): Pair {
  return { kk: text.kk, ru: text.ru }
}

/** A sum as documents and pages write it: `43 250 ₸`. */
export function tengeText(amountTiyn: number): string {
  return `${formatTenge(amountTiyn)}\u00a0₸`
}
