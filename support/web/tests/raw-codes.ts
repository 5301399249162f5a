// What a page for people never says: names and values that only programs read. `<code>` and `<pre>` are where they belong, one step away.

/** Each with what it is, for the message of a test. */
const CODES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a name in brackets', /\[[A-Za-z][\w.-]*\]/g],
  ['a name of the program', /(?<![\p{L}\d@./-])[a-z][a-z0-9]+[A-Z][A-Za-z0-9]*(?![\p{L}\d@])/gu],
  ['an id of a table', /(?<![\w/.-])[a-z]{2}-(?:working-days|\d{4}-\d+)(?![\w-])/g],
  ['a date for machines', /(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])/g],
  ['an operator', /(?<![\w=]|\d\s)(?:=|==|<=|>=|!=)\s+["'\d]/g],
  ['a bare number in brackets', /\(\d{5,}\)/g],
  ['a sum without its groups', /(?<!\d)\d{5,}(?:[.,]\d+)?\s?(?:₸|теңге|тенге|tenge|тиын|tiyn)/gi],
  ['a place that nothing filled', /\{[a-zA-Z][\w.]*\}/g],
  ['a schema', /ruqsat\.[a-z]+\/\d/g],
  ['a value of the program', /\bundefined\b|\bNaN\b|\[object \w+\]/g],
]

/** Words of programs that are words of English too: wrong on a page in Kazakh or Russian only. */
const FOREIGN =
  /(?<![\p{L}\d@./-])(?:individual|issue|reissue|duplicate|renewal|desk|grant|refuse|stated|assumed|found|clerk|head|officer|agrees|objects)(?![\p{L}\d@./-])/gu

/** Trade names and addresses that are written so. */
const NAMES = new Set(['eGov', 'iPhone', 'iOS', 'iPad', 'macOS'])

/** What a reader of the page sees, without what is marked as code, and without the pages' own drawings and fields' values. */
export function wordsOf(html: string): string {
  return html
    .replace(/<(head|script|style|code|pre|svg|template|textarea)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:nbsp|#160);/g, ' ')
    .replace(/&#39;|&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
}

/** Every code on a page that is not marked as one, each with what it is and some words around it; none where the page speaks to people. */
export function rawCodesIn(html: string, language: string): readonly string[] {
  const text = wordsOf(html)
  const patterns = language === 'en' ? CODES : [...CODES, ['a word of the program', FOREIGN] as const]
  return patterns.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)]
      .filter(([found]) => !NAMES.has(found))
      .map((match) => `${what}: …${text.slice(Math.max(0, match.index - 30), match.index + match[0].length + 15)}…`),
  )
}
