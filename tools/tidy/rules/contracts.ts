import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'
import { importsOf, scan } from '../scan.ts'

/** What other rooms see of a room: types, parsers and codes. Words behind such a door reach rooms that never asked for them. */
export function checkContracts(project: Project): TidyFinding[] {
  return project.files.filter(({ path }) => /(^|\/)contract\.tsx?$/.test(path)).flatMap(checkContract)
}

const WORDS = /\.ya?ml$|(^|[/-])(texts?|words)([/.]|$)/

function checkContract(file: ProjectFile): TidyFinding[] {
  const scanned = scan(file.text)
  const found = (place: number, message: string): TidyFinding => ({
    file: file.path,
    line: lineAt(file.text, place),
    rule: 'contract-words',
    message,
  })
  const imports = importsOf(scanned).filter(({ specifier }) => WORDS.test(specifier))
  const texts = [...scanned.withStrings.matchAll(/\b[a-z]{2}: ['"`]|\blocal\(|\p{Script=Cyrillic}/gu)].slice(0, 1)
  const functions = [...scanned.code.matchAll(/^export (?:async )?function (?!parse|is[A-Z])(\w+)/gm)]
  return [
    ...imports.map(({ specifier, place }) =>
      found(place, `a contract holds types, parsers and codes; the words of '${specifier}' stay in the room`),
    ),
    ...texts.map(({ index }) => found(index, 'a contract holds types, parsers and codes; its texts stand in the texts of the room')),
    ...functions.map(({ index, 1: name }) => found(index, `'${name}' is no parser; a contract holds types, parsers and codes`)),
  ]
}

/** A code is compared whole: who reads its end or its beginning takes another room's refusal for the one that is meant. */
export function checkRefusalCodes(project: Project): TidyFinding[] {
  const isLooked = ({ path, isTest }: ProjectFile) => !isTest && /^(systems|sandbox|cmd)\/.*\.tsx?$/.test(path)
  const pattern = /\bcode\s*\.\s*(?:endsWith|startsWith|match|replace|includes|search|split)\b|\.test\(\s*(?:\w+\.)*code\s*\)/g
  return project.files.filter(isLooked).flatMap((file) =>
    [...scan(file.text).code.matchAll(pattern)].map(({ 0: written, index }) => ({
      file: file.path,
      line: lineAt(file.text, index),
      rule: 'refusal-code',
      message: `'${written}' looks into a code; compare it whole, or let the room answer with a result of its own kind`,
    })),
  )
}
