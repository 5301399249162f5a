import type { Language, LocalText } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Words that an item may hold besides numbers: parts of an act that have no number of their own. */
const PARTS: readonly { readonly pattern: RegExp; readonly text: LocalText }[] = [
  { pattern: /\bnote to the title\b/g, text: texts.partsOfActs.parts.noteToTheTitle },
  { pattern: /\bnote to ([\d.]+)/g, text: texts.partsOfActs.parts.noteToPara1 },
  { pattern: /\bannexes ([\d–-]+)/g, text: texts.partsOfActs.parts.annexes1 },
  { pattern: /\bannex (\d+)/g, text: texts.partsOfActs.parts.annex1 },
  { pattern: /\bresolution (\d+)/g, text: texts.partsOfActs.parts.para1OfTheResolution },
  { pattern: /(?<!\bthe )\bresolution\b/g, text: texts.partsOfActs.parts.theResolution },
  {
    pattern: /\bqualification form\b/g,
    text: texts.partsOfActs.parts.qualificationForm,
  },
  { pattern: /\barticle (\d+)/g, text: texts.partsOfActs.parts.art1 },
  { pattern: /\bapplication\b/g, text: texts.partsOfActs.parts.applicationForm },
  { pattern: /\bthe index of the year\b/g, text: texts.partsOfActs.parts.theIndexOfTheYear },
  { pattern: /\bworking hours\b/g, text: texts.partsOfActs.parts.workingHours },
  {
    pattern: /\bnote to the regulation\b/g,
    text: texts.partsOfActs.parts.noteToTheRegulation,
  },
  { pattern: /\bnotes to /g, text: texts.partsOfActs.parts.notesTo },
  { pattern: /\btable (\d+)/g, text: texts.partsOfActs.parts.table1 },
  { pattern: /\bcolumn (\d+)/g, text: texts.partsOfActs.parts.column1 },
  { pattern: /\brow (\d+(?:\.\d+)*)/g, text: texts.partsOfActs.parts.row1 },
  { pattern: /\bnext action\b/g, text: texts.partsOfActs.parts.nextAction },
  { pattern: /^title\b/g, text: texts.partsOfActs.parts.title },
  { pattern: /^procedure\b/g, text: texts.partsOfActs.parts.procedure },
  { pattern: /^licence fee\b/g, text: texts.partsOfActs.parts.licenceFee },
  { pattern: /^refusal\b/g, text: texts.partsOfActs.parts.refusal },
  { pattern: /^term\b/g, text: texts.partsOfActs.parts.term },
  { pattern: /^form(?=$|,)/g, text: texts.partsOfActs.parts.applicationForm },
  { pattern: /^result(?=$|,)/g, text: texts.partsOfActs.parts.result },
  { pattern: /^grounds(?=$|,)/g, text: texts.partsOfActs.parts.grounds },
  { pattern: /^documents(?=$|,)/g, text: texts.partsOfActs.parts.documents },
  { pattern: /^requirements(?=$|,)/g, text: texts.partsOfActs.parts.requirements },
  { pattern: /^office hours(?=$|,)/g, text: texts.partsOfActs.parts.officeHours },
  { pattern: /^units(?=$|,)/g, text: texts.partsOfActs.parts.listOfUnits },
  { pattern: /^complaint(?=$|,)/g, text: texts.partsOfActs.parts.complaint },
  { pattern: /^entry into force(?=$|,)/g, text: texts.partsOfActs.parts.entryIntoForce },
  { pattern: /^notes(?=$|,)/g, text: texts.partsOfActs.parts.notes },
  { pattern: /^portal(?=$|,)/g, text: texts.partsOfActs.parts.portal },
  { pattern: /^desk(?=$|,)/g, text: texts.partsOfActs.parts.desk },
  { pattern: /^centre(?=$|,)/g, text: texts.partsOfActs.parts.centre },
  { pattern: /\bterms\b/g, text: texts.partsOfActs.parts.terms },
]

/** A place that needs more than a number, in the words of a language. */
export function wordsOfPlace(item: string, language: Language): string {
  let text = item
  for (const { pattern, text: words } of PARTS) text = text.replace(pattern, words[language])
  return text
}
