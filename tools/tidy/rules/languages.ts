import { dirname, join } from 'node:path'
import { isMap, parseDocument, type Node } from 'yaml'
import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'
import { scan } from '../scan.ts'

/** Where words of a language are the matter itself: names of people who do not exist, letters and endings, samples, official names. */
const DATA_OF_LANGUAGE =
  /^(core\/foundation\/kazakh|core\/diagrams\/(metrics|wrap)|sandbox\/people\/(names|republic)|support\/accounts\/core\/|support\/web\/components\/examples\/|systems\/trust\/(core\/algorithms|authority\/profiles|pdf\/prepare)|cmd\/house\/templates|cmd\/scaffold\/rest|glossary\/|systems\/payments\/testing\/)/

/** A sentence of Kazakh or Russian: two words next to each other. */
const SENTENCE = /[\u0400-\u04ff]{2,} +[\u0400-\u04ff]{2,}/g
/** Languages one after the other: a list, a union, an object, parameters. */
const LIST = /['"]kk['"]\s*[,|]\s*['"]ru['"]|\bkk: (?!string\b)|\bkk, ru\b|\bkk: string, ru\b/g

const LISTED = 'lists languages; use LANGUAGES, inAll or fillText of @ruqsat/foundation'
/** The same in a regular expression. */
const ALTERNATIVES = /\bkk\|ru\b/g

function isCode({ path, isTest }: ProjectFile): boolean {
  return !isTest && /^(core|support|systems|sandbox|cmd|glossary)\/.*\.tsx?$/.test(path) && !DATA_OF_LANGUAGE.test(path)
}

/** Texts are in `texts.yaml` and languages in `languages.yaml`: a fourth language is files alone. */
export function checkLanguages(project: Project): TidyFinding[] {
  return project.files.filter(isCode).flatMap((file) => {
    const { withStrings, regexes } = scan(file.text)
    const found = (pattern: RegExp, message: string, text = withStrings) =>
      [...text.matchAll(pattern)].map(({ 0: written, index }) => ({
        file: file.path,
        line: lineAt(file.text, index),
        rule: 'languages',
        message: `'${written.slice(0, 40)}' ${message}`,
      }))
    return [
      ...found(SENTENCE, 'is a text for people; write it in the texts.yaml of its room'),
      ...found(LIST, LISTED),
      ...found(ALTERNATIVES, LISTED, regexes),
    ]
  })
}

/** A text that no code shows is found, so that translators read only what people see. */
export function checkUnusedTexts(project: Project): TidyFinding[] {
  const code = project.files.filter(({ path }) => /\.tsx?$/.test(path)).flatMap(accessesOf)
  return project.files
    .filter(({ path }) => path.endsWith('/texts.yaml'))
    .flatMap((file) => {
      const used = code.filter(({ home }) => home === file.path).map(({ path }) => path)
      return leavesOf(parseDocument(file.text).contents, '').flatMap(({ path, at }) =>
        used.some((each) => path === each || path.startsWith(`${each}.`) || each.startsWith(`${path}.`))
          ? []
          : [
              {
                file: file.path,
                line: lineAt(file.text, at),
                rule: 'unused-text',
                message: `'${path.slice(1)}' is shown nowhere; remove it`,
              },
            ],
      )
    })
}

type Access = { readonly home: string; readonly path: string }

/** `texts.signIn.title` of the file that `texts` is imported from; where a key is computed, all below it are used. */
function accessesOf({ path, text }: ProjectFile): Access[] {
  return [...text.matchAll(/import (\w+) from '(\.[^']*texts\.yaml)'/g)].flatMap(({ 1: name, 2: specifier }) => {
    const home = join(dirname(path), specifier!)
    const pattern = new RegExp(String.raw`\b${name}\b((?:\s*\.\s*\w+|\['[^']+'\])*)`, 'g')
    return [...text.matchAll(pattern)]
      .filter(({ index }) => !text.slice(0, index).endsWith('import '))
      .map(({ 1: keys }) => ({ home, path: keys!.replaceAll(/\s/g, '').replaceAll(/\['([^']+)'\]/g, '.$1') }))
  })
}

function leavesOf(node: Node | null, path: string): { readonly path: string; readonly at: number }[] {
  if (!isMap(node)) return []
  const isText = node.items.some(({ key }) => ['kk', 'term', 'Term'].includes(String(key)))
  if (isText) return [{ path, at: node.range?.[0] ?? 0 }]
  return node.items.flatMap(({ key, value }) => leavesOf(value as Node | null, `${path}.${String(key)}`))
}
