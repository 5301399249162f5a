import { placesWithoutCase } from '@ruqsat/foundation'
import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'
import { scan } from '../scan.ts'

/** Texts that people read: strings of what runs, and the packages. Tests may hold wrong ones on purpose. */
function isText({ path, isTest }: ProjectFile): boolean {
  return !isTest && /^(core|support|systems|sandbox|cmd|regulations|glossary)\/.*\.(tsx?|yaml)$/.test(path)
}

function stringsOf({ path, text }: ProjectFile): string {
  return path.endsWith('.yaml') ? text.replaceAll(/(?<=^|\s)#.*$/gm, (comment) => ' '.repeat(comment.length)) : scan(text).withStrings
}

/** A Kazakh place names the case that the word after it wants, or the sentence reads "15 желтоқсан дейін". */
export function checkKazakhCases(project: Project): TidyFinding[] {
  return project.files.filter(isText).flatMap((file) =>
    placesWithoutCase(stringsOf(file)).map(({ place, word, wanted, at }) => ({
      file: file.path,
      line: lineAt(file.text, at),
      rule: 'kazakh-case',
      message: `'{${place}} ${word}' lacks its ending; write {${place}:${wanted}} ${word} and fill it by fillText or fillString`,
    })),
  )
}

/** Quotation marks are the language's own: what puts a text of any language together asks `quoted`; English has “ and ”. */
export function checkQuotationMarks(project: Project): TidyFinding[] {
  return project.files.filter(isText).flatMap((file) =>
    stringsOf(file)
      .split('\n')
      .flatMap((line, at) => {
        const isBuilt = !file.path.endsWith('.yaml') && !/[\u0400-\u04ff]|\bkk:/.test(line) && /«\$?\{/.test(line)
        const isEnglish = /\ben: (['"`])(?:(?!\1).)*[«»]/.test(line) || /^ +en: .*[«»]/.test(line)
        if (!isBuilt && !isEnglish) return []
        const message = `« and » are not English; write “ and ”, and quoted(text, language) where the language is not known`
        return [{ file: file.path, line: at + 1, rule: 'quotation-marks', message }]
      }),
  )
}

/** Sizes as people know them from their file manager. */
export function checkUnits(project: Project): TidyFinding[] {
  return project.files.filter(isText).flatMap((file) =>
    [...stringsOf(file).matchAll(/(?<![\p{L}])(?:[КМГ]иБ|[KMG]iB)(?!\p{L})/gu)].map(({ 0: unit, index }) => ({
      file: file.path,
      line: lineAt(file.text, index),
      rule: 'unit',
      message: `people do not know '${unit}'; write МБ (kk, ru) or MB (en)`,
    })),
  )
}
