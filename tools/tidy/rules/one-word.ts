import { readTerms, type GlossaryRow } from '@ruqsat/glossary'
import { LANGUAGES, type Language } from '@ruqsat/foundation'
import { lineAt, type Project, type ProjectFile, type TidyFinding } from '../project.ts'

const GLOSSARY = 'glossary/terms.yaml'

/** A text of one language as it is written in a file: `kk: '…'`. */
const TEXT = new RegExp(`(?:^|[{,\\s])(${LANGUAGES.join('|')}): *('(?:[^']|'')*'|"[^"]*"|[^\\n]*)`, 'gm')

type UnusedWord = { readonly row: GlossaryRow; readonly language: Language; readonly pattern: RegExp; readonly isOurs: boolean }

/** One word for one thing in each language: a word that the glossary gives up for another is in no text of the house and of the packages. */
export function checkOneWord(project: Project): TidyFinding[] {
  const glossary = project.files.find(({ path }) => path === GLOSSARY)
  if (glossary === undefined) return []
  const unused = readTerms(glossary.text).flatMap(unusedWords)
  return project.files.filter(holdsTexts).flatMap((file) => {
    const words = isHouse(file) ? unused : unused.filter(({ isOurs }) => !isOurs)
    return [...file.text.matchAll(TEXT)].flatMap(({ 0: whole, 1: language, 2: text = '', index }) =>
      words
        .filter((word) => word.language === language)
        .flatMap(({ row, pattern }) =>
          [...text.matchAll(pattern)].map((match) => ({
            file: file.path,
            line: lineAt(file.text, index + whole.length - text.length + match.index),
            rule: 'one-word',
            message: `'${match[0]}' is another word for '${row.label[language as Language]}'; write that, as ${GLOSSARY} decides`,
          })),
        ),
    )
  })
}

/** What people read. Readings and transcripts repeat an act's words, whatever they are. */
function holdsTexts(file: ProjectFile): boolean {
  return (
    isHouse(file) ||
    (/^(?:tests\/next-act\/)?regulations\/.*\.yaml$/.test(file.path) && !/\/(?:findings|annexes\/.*)\.yaml$/.test(file.path))
  )
}

function isHouse({ path }: ProjectFile): boolean {
  return /(?:^|\/)texts\.yaml$/.test(path)
}

function unusedWords(row: GlossaryRow): readonly UnusedWord[] {
  return LANGUAGES.flatMap((language) => [
    ...row.notSaid[language].map((word) => ({ row, language, pattern: patternOf(word), isOurs: false })),
    ...row.notSaidByUs[language].map((word) => ({ row, language, pattern: patternOf(word), isOurs: true })),
  ])
}

/** A star at the end stands for every ending. */
function patternOf(word: string): RegExp {
  const stem = word.replace(/\*$/, '').replace(/[.\\+?()[\]{}|^$]/g, '\\$&')
  return new RegExp(`(?<!\\p{L})${stem}${word.endsWith('*') ? '\\p{L}*' : '(?!\\p{L})'}`, 'giu')
}
