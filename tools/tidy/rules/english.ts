import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'
import { scan } from '../scan.ts'

/** Words that a reader whose language is not English stumbles over, and what to write instead. The list for people is in docs/contributing.md. */
const WORDS: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\b(?:tells?|told|telling)\b/gi, instead: "'report', 'inform', 'show' or 'distinguish'" },
  { pattern: /\b(?:stands?|stood)\b(?! (?:for|in for|by itself)\b)/gi, instead: "'is', 'exists', 'occurs' or 'is written'" },
  { pattern: /\bbeside\b/gi, instead: "'next to'" },
  { pattern: /\banew\b/gi, instead: "'again'" },
  { pattern: /\bmend(?:s|ed|ing)?\b/gi, instead: "'fix' or 'correct'" },
  { pattern: /\bdeeds?\b/gi, instead: "'action'" },
  { pattern: /\bat hand\b/gi, instead: "'available'" },
  { pattern: /\bof late\b(?! \w)/gi, instead: "'recently'" },
  { pattern: /\bin vain\b/gi, instead: "'without effect' or what happens instead" },
  { pattern: /\b(?:lest|hitherto|thereof|wherein|whence|nought|heed(?:s|ed)?)\b/gi, instead: 'a plain word' },
]

/** Comments, documentation and messages of faults are written in plain engineering English. */
export function checkEnglish(project: Project): TidyFinding[] {
  return project.files.filter(isOurs).flatMap((file) =>
    proseOf(file).flatMap((prose) =>
      WORDS.flatMap(({ pattern, instead }) =>
        [...prose.text.matchAll(pattern)]
          .filter((match) => !isIdentifier(prose.text, match.index, match[0]))
          .map((match) => ({
            file: file.path,
            line: lineAt(file.text, prose.place + match.index),
            rule: 'english',
            message: `'${match[0]}' is hard to read for many; write ${instead} (docs/contributing.md, "Words")`,
          })),
      ),
    ),
  )
}

/** `clock-term-stands-still`, `told.tsx`: a name, not a word of a sentence. */
function isIdentifier(text: string, place: number, word: string): boolean {
  return /[\w./-]$/.test(text.slice(0, place).slice(-1)) || /^[-/_]|^\.\w/.test(text.slice(place + word.length))
}

/** Released migrations are never edited; schema texts and the glossary are generated; the list itself names the words. */
function isOurs({ path }: ProjectFile): boolean {
  const isGenerated = /\/migrations\/|\/schema\.sql$|^glossary\/|^ARCHITECTURE\.md$/.test(path)
  const isList = path === 'docs/contributing.md' || path.startsWith('tools/tidy/')
  return !isGenerated && !isList
}

type Prose = { readonly place: number; readonly text: string }

/** What is written for people to read, piece by piece. */
function proseOf({ path, text }: ProjectFile): readonly Prose[] {
  if (path.endsWith('.md')) return between(text, /```[^]*?```|`[^`\n]*`|\]\([^)\n]*\)|\|[^|\n]*›[^\n]*/g)
  if (/\.(?:tsx?|mjs)$/.test(path)) return codeProse(text)
  if (path.endsWith('.sql')) return matches(text, /--[^\n]*/g)
  if (/\.ya?ml$/.test(path)) return matches(text, /(?<=^|\s)#[^\n]*/gm)
  return path.endsWith('.css') ? matches(text, /\/\*[^]*?\*\//g) : []
}

/** Comments, and the strings of a line that makes a Fault. */
function codeProse(text: string): readonly Prose[] {
  const { comments, strings } = scan(text)
  const faults = matches(text, /^.*\bFault\(.*$/gm).map(({ place, text: line }) => ({
    place,
    text: strings.slice(place, place + line.length),
  }))
  return [...between(comments, /`[^`\n]*`/g), ...faults]
}

function matches(text: string, pattern: RegExp): readonly Prose[] {
  return [...text.matchAll(pattern)].map((match) => ({ place: match.index, text: match[0] }))
}

/** What the pattern leaves. */
function between(text: string, pattern: RegExp): readonly Prose[] {
  const gaps = [...text.matchAll(pattern)]
  const starts = [0, ...gaps.map((gap) => gap.index + gap[0].length)]
  return starts.map((place, index) => ({ place, text: text.slice(place, gaps[index]?.index) }))
}
