import type { Language, LocalText } from '@ruqsat/foundation'

/** Words that an item may hold besides numbers: parts of an act that have no number of their own. */
const PARTS: readonly { readonly pattern: RegExp; readonly text: LocalText }[] = [
  { pattern: /\bnote to the title\b/g, text: { kk: 'атауына ескерту', ru: 'примечание к названию', en: 'note to the title' } },
  { pattern: /\bnote to ([\d.]+)/g, text: { kk: '$1-тармаққа ескерту', ru: 'примечание к п. $1', en: 'note to para $1' } },
  { pattern: /\bannexes ([\d–-]+)/g, text: { kk: '$1-қосымшалар', ru: 'приложения $1', en: 'annexes $1' } },
  { pattern: /\bannex (\d+)/g, text: { kk: '$1-қосымша', ru: 'приложение $1', en: 'annex $1' } },
  { pattern: /\bresolution (\d+)/g, text: { kk: 'қаулының $1-тармағы', ru: 'п. $1 постановления', en: 'para $1 of the resolution' } },
  { pattern: /(?<!\bthe )\bresolution\b/g, text: { kk: 'қаулы', ru: 'постановление', en: 'the resolution' } },
  {
    pattern: /\bqualification form\b/g,
    text: { kk: 'біліктілік мәліметтерінің нысаны', ru: 'форма сведений о квалификации', en: 'qualification form' },
  },
  { pattern: /\barticle (\d+)/g, text: { kk: '$1-бап', ru: 'ст. $1', en: 'art. $1' } },
  { pattern: /\bapplication\b/g, text: { kk: 'өтініш нысаны', ru: 'форма заявления', en: 'application form' } },
  { pattern: /\bthe index of the year\b/g, text: { kk: 'жылдық көрсеткіш', ru: 'показатель года', en: 'the index of the year' } },
  { pattern: /\bworking hours\b/g, text: { kk: 'жұмыс кестесі', ru: 'график работы', en: 'working hours' } },
  {
    pattern: /\bnote to the regulation\b/g,
    text: { kk: 'регламентке ескерту', ru: 'примечание к регламенту', en: 'note to the regulation' },
  },
  { pattern: /\bnotes to /g, text: { kk: 'ескертулер: ', ru: 'примечания: ', en: 'notes to ' } },
  { pattern: /\btable (\d+)/g, text: { kk: '$1-кесте', ru: 'таблица $1', en: 'table $1' } },
  { pattern: /\bcolumn (\d+)/g, text: { kk: '$1-баған', ru: 'графа $1', en: 'column $1' } },
  { pattern: /\brow (\d+(?:\.\d+)*)/g, text: { kk: '$1-жол', ru: 'строка $1', en: 'row $1' } },
  { pattern: /\bnext action\b/g, text: { kk: 'келесі әрекет', ru: 'следующее действие', en: 'next action' } },
  { pattern: /^title\b/g, text: { kk: 'атауы', ru: 'название', en: 'title' } },
  { pattern: /^procedure\b/g, text: { kk: 'рәсім', ru: 'процедура', en: 'procedure' } },
  { pattern: /^licence fee\b/g, text: { kk: 'лицензиялық алым', ru: 'лицензионный сбор', en: 'licence fee' } },
  { pattern: /^refusal\b/g, text: { kk: 'бас тарту', ru: 'отказ', en: 'refusal' } },
  { pattern: /^term\b/g, text: { kk: 'мерзім', ru: 'срок', en: 'term' } },
  { pattern: /^form(?=$|,)/g, text: { kk: 'өтініш нысаны', ru: 'форма заявления', en: 'application form' } },
  { pattern: /^result(?=$|,)/g, text: { kk: 'нәтиже', ru: 'результат', en: 'result' } },
  { pattern: /^grounds(?=$|,)/g, text: { kk: 'негіздер', ru: 'основания', en: 'grounds' } },
  { pattern: /^documents(?=$|,)/g, text: { kk: 'құжаттар', ru: 'документы', en: 'documents' } },
  { pattern: /^requirements(?=$|,)/g, text: { kk: 'талаптар', ru: 'требования', en: 'requirements' } },
  { pattern: /^office hours(?=$|,)/g, text: { kk: 'жұмыс кестесі', ru: 'график работы', en: 'office hours' } },
  { pattern: /^units(?=$|,)/g, text: { kk: 'бірліктер тізімі', ru: 'перечень единиц', en: 'list of units' } },
  { pattern: /^complaint(?=$|,)/g, text: { kk: 'шағымдану', ru: 'обжалование', en: 'complaint' } },
  { pattern: /^entry into force(?=$|,)/g, text: { kk: 'қолданысқа енуі', ru: 'вступление в силу', en: 'entry into force' } },
  { pattern: /^notes(?=$|,)/g, text: { kk: 'ескертулер', ru: 'примечания', en: 'notes' } },
  { pattern: /^portal(?=$|,)/g, text: { kk: 'портал', ru: 'портал', en: 'portal' } },
  { pattern: /^desk(?=$|,)/g, text: { kk: 'кеңсе', ru: 'канцелярия', en: 'desk' } },
  { pattern: /^centre(?=$|,)/g, text: { kk: 'орталық', ru: 'центр', en: 'centre' } },
  { pattern: /\bterms\b/g, text: { kk: 'мерзімдер', ru: 'сроки', en: 'terms' } },
]

/** A place that is not told by a number alone, in the words of a language. */
export function wordsOfPlace(item: string, language: Language): string {
  let text = item
  for (const { pattern, text: words } of PARTS) text = text.replace(pattern, words[language])
  return text
}
