// Splits TypeScript into what runs and what is only written: a ban on `Date.now` must not hit a comment, and one on
// SQL's `now()` must hit strings only. Every part keeps its place, so that a finding names the right line.
//
// It knows comments, strings, templates with their nested expressions, and regular expressions. In JSX text an
// apostrophe looks like a string; it ends with its line, so that little is lost.

export type Scanned = {
  /** Comments, strings and regular expressions are blank. */
  readonly code: string
  /** Comments are blank: for imports, whose names are in strings. */
  readonly withStrings: string
  /** Only the content of strings and templates is there. */
  readonly strings: string
  /** Only comments are there. */
  readonly comments: string
  /** Only regular expressions are there. */
  readonly regexes: string
}

type Kind = 'code' | 'string' | 'comment' | 'regex'

/** Several rules look at the same files. */
const SCANNED = new Map<string, Scanned>()

export function scan(text: string): Scanned {
  const known = SCANNED.get(text)
  if (known !== undefined) return known
  const scanned = scanOnce(text)
  SCANNED.set(text, scanned)
  return scanned
}

function scanOnce(text: string): Scanned {
  const kinds = kindsOf(text)
  const keep = (wanted: (kind: Kind) => boolean) => {
    let kept = ''
    for (let start = 0, end = 0; start < kinds.length; start = end) {
      const kind = kinds[start]!
      while (end < kinds.length && kinds[end] === kind) end++
      const part = text.slice(start, end)
      kept += wanted(kind) ? part : part.replace(/[^\n]/g, ' ')
    }
    return kept
  }
  return {
    code: keep((kind) => kind === 'code'),
    withStrings: keep((kind) => kind === 'code' || kind === 'string'),
    strings: keep((kind) => kind === 'string'),
    comments: keep((kind) => kind === 'comment'),
    regexes: keep((kind) => kind === 'regex'),
  }
}

function kindsOf(text: string): Kind[] {
  const kinds = Array.from<unknown, Kind>({ length: text.length }, () => 'code')
  const mark = (from: number, to: number, kind: Kind): number => {
    kinds.fill(kind, from, Math.min(to, text.length))
    return to
  }
  /** Depth of braces at which an expression inside a template began; the last one is the innermost. */
  const templates: number[] = []
  let depth = 0
  let place = 0
  while (place < text.length) {
    const two = text.slice(place, place + 2)
    const one = text[place]!
    if (two === '//') place = mark(place, endOr(text, text.indexOf('\n', place)), 'comment')
    else if (two === '/*') place = mark(place, endOr(text, text.indexOf('*/', place + 2), 2), 'comment')
    else if (one === "'" || one === '"') place = mark(place + 1, endOfString(text, place, one), 'string') + 1
    else if (one === '`') place = template(place + 1)
    else if (one === '/' && startsRegex(text, place)) place = mark(place + 1, endOfRegex(text, place), 'regex') + 1
    else if (one === '}' && templates.at(-1) === depth) {
      templates.pop()
      place = template(place + 1)
    } else {
      if (one === '{') depth++
      if (one === '}') depth--
      place++
    }
  }
  return kinds

  /** Marks template text from `start` to its end or to the next `${`, and answers where to go on. */
  function template(start: number): number {
    for (let at = start; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '`') return mark(start, at, 'string') + 1
      else if (text[at] === '$' && text[at + 1] === '{') {
        templates.push(depth)
        return mark(start, at, 'string') + 2
      }
    }
    return mark(start, text.length, 'string')
  }
}

function endOr(text: string, found: number, more = 0): number {
  return found === -1 ? text.length : found + more
}

function endOfString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === quote || text[at] === '\n') return at
  }
  return text.length
}

/** A slash begins a regular expression where a value may begin: after an operator, a bracket or `return`. */
function startsRegex(text: string, place: number): boolean {
  const before = text.slice(Math.max(0, place - 40), place).trimEnd()
  return before === '' || /[(,=:[!&|?{};+*%~^-]$/.test(before) || /(^|[^\w$])(return|case|of|in|typeof|=>)$/.test(before)
}

function endOfRegex(text: string, start: number): number {
  let isInClass = false
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '\n') return at
    else if (text[at] === '[') isInClass = true
    else if (text[at] === ']') isInClass = false
    else if (text[at] === '/' && !isInClass) return at
  }
  return text.length
}

export type ImportSeen = { readonly specifier: string; readonly place: number }

const IMPORTS = [
  /\b(?:import|export)\s+(?:type\s+)?(?:[\w$*\s{},]+?\s+from\s+)?(['"])([^'"\n]+)\1/g,
  /\bimport\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g,
  /\brequire(?:\.resolve)?\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g,
]

/** Every module that a file names, with its place. */
export function importsOf(scanned: Scanned): ImportSeen[] {
  return IMPORTS.flatMap((pattern) =>
    [...scanned.withStrings.matchAll(pattern)]
      // The word itself must run: `import … from` inside a string is only text.
      .filter((match) => scanned.code[match.index] !== ' ')
      .map((match) => ({ specifier: match[2]!, place: match.index })),
  )
}
