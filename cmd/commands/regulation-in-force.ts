import { pathToFileURL } from 'node:url'
import type { Language, LocalDate, LocalText } from '@ruqsat/foundation'
import type { ActIdentity, HistoryNote } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'
import { type Call, type Command, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { findRegulation, folderOfCall, type Named } from './regulations.ts'

export const command: Command = {
  purpose: 'Say of each act what is known about it on a day: not adopted, adopted, registered, amended, repealed, and what is unknown.',
  usage: '[folder|id…] --at DATE [--language kk|ru|en]',
  options: [{ name: 'at', value: 'YYYY-MM-DD', meaning: 'the day that is asked about' }, LANGUAGE_OPTION],
  exits: { 0: 'answered' },
  notes: ['Where the day of publication or of repeal is not in the package, the answer is "unknown" with the rule that would decide it.'],
  async run(call) {
    const language = call.language()
    const day = dayOf(call.text('at'))
    for (const { edition } of await named(call, language)) {
      const { act, id, service } = edition.regulation
      call.say(`${id}: ${service[language]}`)
      for (const line of standing(act, day)) call.say(`  ${line[language]}`)
    }
    return EXIT.done
  },
}

function dayOf(text: string | undefined): LocalDate {
  if (text === undefined) throw new UsageError('--at is missing')
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) !== text)
    throw new UsageError(`--at is a day like 2014-10-01; found '${text}'`)
  return text
}

async function named(call: Call, language: Language): Promise<readonly Pick<Named, 'edition'>[]> {
  if (call.words.length === 0) return (await openRegulations(pathToFileURL(`${folderOfCall(call)}/`))).packages
  return Promise.all(call.words.map((word) => findRegulation(call, word, language)))
}

/** What the package knows of an act on a day, the widest fact first. Days of one form compare as text. */
export function standing(act: ActIdentity, day: LocalDate): readonly LocalText[] {
  if (day < act.adoptedOn)
    return [
      fill(
        'Бұл күні әлі қабылданбаған: {0} қабылданды.',
        'В этот день ещё не принят: принят {0}.',
        'Not adopted on that day: it was adopted on {0}.',
        act.adoptedOn,
      ),
    ]
  const past = act.history.filter((note) => note.on <= day)
  const repeals = past.filter((note) => note.kind === 'repeal')
  return [
    ...past.filter((note) => note.kind === 'amendment').map(amended),
    ...(repeals.length > 0 ? repeals.map(repealed) : [entry(act, day)]),
  ]
}

function entry(act: ActIdentity, day: LocalDate): LocalText {
  if (act.registeredOn !== 'unknown' && day < act.registeredOn)
    return fill(
      'Қабылданған, бірақ тіркелмеген: {0} тіркелді; одан бұрын күшіне ене алмайды.',
      'Принят, но не зарегистрирован: зарегистрирован {0}; раньше вступить в силу не мог.',
      'Adopted but not registered: it was registered on {0} and could not enter into force before.',
      act.registeredOn,
    )
  const rule = (language: Language) => act.entryIntoForce[language]
  const published = act.publishedOn
  if (published === 'unknown')
    return {
      kk: `Күшіне енгені белгісіз: жарияланған күні белгісіз. Ережесі: ${rule('kk')}`,
      ru: `Вступил ли в силу, неизвестно: день опубликования неизвестен. Правило: ${rule('ru')}`,
      en: `Unknown whether it had entered into force: the day of publication is unknown. The rule: ${rule('en')}`,
    }
  return {
    kk: `Жарияланған күні: ${published}. Күшіне ену ережесі: ${rule('kk')}`,
    ru: `Опубликован ${published}. Правило вступления в силу: ${rule('ru')}`,
    en: `Published on ${published}. The rule of entry into force: ${rule('en')}`,
  }
}

function amended(note: HistoryNote): LocalText {
  return fill(
    '№ {0} қаулымен ({1}) өзгерген: ',
    'Изменён постановлением № {0} от {1}: ',
    'Amended by resolution No {0} of {1}: ',
    note.number,
    note.on,
    note.text,
  )
}

function repealed(note: HistoryNote): LocalText {
  return fill(
    '№ {0} қаулы ({1}) бойынша: ',
    'По постановлению № {0} от {1}: ',
    'By resolution No {0} of {1}: ',
    note.number,
    note.on,
    note.text,
  )
}

function fill(kk: string, ru: string, en: string, first: string, second = '', text: LocalText = { kk: '', ru: '', en: '' }): LocalText {
  const put = (words: string): string => words.replace('{0}', first).replace('{1}', second)
  return { kk: put(kk) + text.kk, ru: put(ru) + text.ru, en: put(en) + text.en }
}
