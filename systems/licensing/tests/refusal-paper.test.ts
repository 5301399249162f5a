// The reasoned refusal as a reader gets it: set in type from each act's own template, and read back from the file.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lintResult, resultDocument, type ResultInput } from '@ruqsat/documents'
import { isRefusal, type Language, LANGUAGES, wordsOf } from '@ruqsat/foundation'
import { readConfirmations } from '@ruqsat/regulations'
import { openActs } from '@ruqsat/regulations/testing'
import { openTypesetter, qrRows } from '@ruqsat/typesetting'
import { afterAll, expect, test } from 'vitest'

const AT = '2026-11-23T05:00:00.000Z'
const URL_OF_CHECK = 'http://localhost:8080/kk/verify'
const regulations = await openActs()
const confirmations = await readConfirmations(
  fileURLToPath(new URL('../../../sandbox/confirmed-grounds.yaml', import.meta.url)),
  regulations.editions.map(({ regulation }) => regulation),
)
const typesetter = openTypesetter()
afterAll(() => typesetter.close())
const folder = mkdtempSync(join(tmpdir(), 'ruqsat-refusal-'))

const EXPLANATION = {
  kk: 'Зертхана бағаланбаған.\nТаразы тексерілмеген.',
  ru: 'Лаборатория не оценена.\nВесы не поверены.',
  en: 'The laboratory was not assessed.',
}
const REASONS = { kk: 'Ауданда эпидемия бар.', ru: 'В районе эпидемия.', en: 'There is an epidemic in the district.' }

function inputFor(id: string, language: Language, groundIds: readonly string[]): ResultInput {
  const { regulation } = regulations.editions.find((each) => each.regulation.id === id)!
  const body = regulation.units.find(({ role }) => role === 'interestedBody')
  const stateText = (text: Record<Language, string>) => (language === 'kk' ? {} : { inStateLanguage: text.kk })
  return {
    regulation,
    variant: regulation.variants.find((variant) => variant.id === 'issue')!,
    conclusion: { decision: 'refuse', groundIds, explanation: EXPLANATION[language], ...stateText(EXPLANATION) },
    language,
    opinions: body ? [{ opinion: 'objects', reason: REASONS[language], ...stateText(REASONS), body: body.name, at: AT }] : [],
    confirmations,
    number: null,
    answers: {},
    change: null,
    requestNumber: 'AA-2026-000004',
    view: 'portal',
    registeredAt: AT,
    at: AT,
    zone: regulations.tables.zones[regulation.authority.zone]!,
    holder: { name: 'Сағындықова Әйгерім', iin: '061211600012', bin: null, address: 'Ақтөбе' },
    signer: { name: 'Әбілов Дәурен', position: { kk: 'Басшы', ru: 'Руководитель', en: 'Head' } },
    verifyUrl: URL_OF_CHECK,
    qr: qrRows(URL_OF_CHECK),
    sandbox: true,
  }
}

/** Lines may end at a hyphen of a long word: what is looked for is compared without. */
const squashed = (text: string) => text.replace(/[-\s]+/g, '')

/** The text of the paper; its pages as pictures where RUQSAT_PICTURES names a folder. */
async function paper(id: string, language: Language, groundIds: readonly string[]): Promise<string> {
  const input = inputFor(id, language, groundIds)
  const data = resultDocument(input)
  expect(lintResult(data)).toEqual([])
  const { hash } = regulations.editions.find((each) => each.regulation.id === id)!
  const name = input.variant.results.refuse.template
  const pdf = await typesetter.render({ name: `${id}/${name}`, source: regulations.template(hash, name) }, data, { creationTimestamp: AT })
  if (isRefusal(pdf)) throw new Error(wordsOf(pdf).text.en)
  const file = join(process.env['RUQSAT_PICTURES'] ?? folder, `refusal-${id}-${language}.pdf`)
  writeFileSync(file, pdf)
  // In reading order each column stays whole: a citation is not cut by its twin.
  return squashed(execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' }))
}

test('the refusal cites each ground with article and point, says the facts, the body’s reasons, what to do, and where and until when to complain', async () => {
  const text = await paper('grain', 'ru', ['requirementsNotMet', 'notAgreed'])
  for (const said of [
    ...['Регламент, 8-тармақтың 14) тармақшасы', 'Регламент, подп. 14) п. 8'],
    ...[
      '«Рұқсаттар және хабарламалар туралы» Заңның 32-бабының 1-тармағының 4) тармақшасы',
      'подп. 4) п. 1 ст. 32 Закона «О разрешениях и уведомлениях»',
    ],
    ...[
      'Анықталған мән-жайлар',
      'Установленные обстоятельства',
      'Зертхана бағаланбаған.',
      'Таразы тексерілмеген.',
      'Лаборатория не оценена.',
      'Весы не поверены.',
    ],
    ...['Заключение заинтересованного органа', 'қарсы болды', 'возражает', REASONS.kk, REASONS.ru],
    ...['Не істеуге болады', 'Что можно сделать', 'подайте новый запрос'],
    ...['Шағымдану тәртібі', 'Порядок обжалования', 'үш ай ішінде', 'В течение трёх месяцев'],
    ...['«Мемлекеттік көрсетілетін қызметтер туралы» Заңның 25-бабының 2-тармағы', 'п. 2 ст. 25 Закона «О государственных услугах»'],
    ...[
      'Әкімшілік рәсімдік-процестік кодекстің 92-бабының 1-1-тармағы',
      'п. 1-1 ст. 92 Административного процедурно-процессуального кодекса',
    ],
    ...['заңды күші жоқ', 'Басшы', 'Руководитель', 'AA-2026-000004'],
  ])
    expect(text).toContain(squashed(said))
})

test('the refusal is in Kazakh and in the language of the request', async () => {
  const english = await paper('grain', 'en', ['requirementsNotMet', 'untrueData'])
  for (const said of [
    'REASONED REFUSAL',
    'Facts found',
    EXPLANATION.en,
    'Зертхана бағаланбаған.',
    REASONS.en,
    REASONS.kk,
    'The regulation, para 8, subpara 14)',
    'art. 32(1), subpara 7) of the Law on Permits and Notifications',
    'Within three months',
  ])
    expect(english).toContain(squashed(said))
  expect(english).not.toContain('МОТИВИРОВАННЫЙ')
  const kazakh = await paper('grain', 'kk', ['requirementsNotMet'])
  for (const said of ['ДӘЛЕЛДІ БАС ТАРТУ', 'МОТИВИРОВАННЫЙ ОТКАЗ', 'Зертхана бағаланбаған.', REASONS.kk, 'подп. 14) п. 8'])
    expect(kazakh).toContain(squashed(said))
})

test('an explanation of several lines keeps its lines on the paper', async () => {
  await paper('cotton', 'kk', ['requirementsNotMet'])
  const file = join(process.env['RUQSAT_PICTURES'] ?? folder, 'refusal-cotton-kk.pdf')
  const lines = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\n')
  const place = lines.findIndex((line) => line.includes('Зертхана бағаланбаған.'))
  expect(place).toBeGreaterThan(-1)
  expect(lines[place]).not.toContain('Таразы')
  expect(lines[place + 1]).toContain('Таразы тексерілмеген.')
})

test('no refusal of any act carries anything that is assumed, by any ground that can be chosen', async () => {
  for (const { regulation } of regulations.editions.filter(({ regulation }) => regulation.variants.some(({ offered }) => offered))) {
    for (const language of LANGUAGES) {
      const all = regulation.variants.find(({ id }) => id === 'issue')!.grounds.map(({ id }) => id)
      const text = await paper(regulation.id, language, all)
      for (const word of ['болжам', 'предположение', 'assumed', '[GK]', '{', '}'])
        expect(text, `${regulation.id} ${language}`).not.toContain(squashed(word))
    }
  }
})

test('a ground that no department has confirmed keeps the paper from being signed', () => {
  const data = resultDocument({ ...inputFor('grain', 'kk', ['courtBan']), confirmations: [] })
  expect(lintResult(data).map(({ ru }) => ru)).toEqual(['Основание отказа только предположено: орган его не подтвердил.'])
})

test('each act has its refusal’s template where its results name it', () => {
  for (const folderName of readdirSync(new URL('../../../regulations/', import.meta.url)).filter((name) => /^20\d\d-/.test(name)))
    expect(readFileSync(new URL(`../../../regulations/${folderName}/templates/refusal.typ`, import.meta.url), 'utf8')).toContain(
      'data.complaint.termSource',
    )
})
