import { type TidyFinding, lineAt, type Project, type ProjectFile } from '../project.ts'
import { importsOf, scan, type Scanned } from '../scan.ts'

/** Something that must not be in a file, and what to write instead. */
type Ban = {
  readonly rule: string
  readonly pattern: RegExp
  readonly instead: string
  /** Which part of a TypeScript file is looked at; SQL files are looked at without their comments. */
  readonly part: keyof Scanned
}

const LEGAL_OR_TECHNICAL =
  'take LegalClock (what the law sees) or TechnicalClock (sessions, retries, logs) of @ruqsat/database as an argument'
const SQL_TIME = 'write legal_time.now() for what the law sees, or hand technicalClock.now() over as a parameter'

/** The two doors of time: the only files that may ask the machine. */
const TIME_DOORS = /^support\/database\/(technical-clock\.ts|legal-time\/)/
/** This checker names what it bans. */
const CHECKER = /^tools\/tidy\//

const TIME_BANS: readonly Ban[] = [
  { rule: 'time', part: 'code', pattern: /\bDate\s*\.\s*now\b/g, instead: LEGAL_OR_TECHNICAL },
  { rule: 'time', part: 'code', pattern: /\bnew\s+Date\s*(\(\s*\)|(?![\s\w(]))/g, instead: LEGAL_OR_TECHNICAL },
  { rule: 'time', part: 'code', pattern: /(?<![\w.]|new\s|typeof\s)Date\s*\(/g, instead: LEGAL_OR_TECHNICAL },
  { rule: 'time', part: 'strings', pattern: /(?<![\w.])now\s*\(\s*\)/gi, instead: SQL_TIME },
  {
    rule: 'time',
    part: 'strings',
    pattern:
      /\b(clock_timestamp|transaction_timestamp|statement_timestamp|timeofday)\s*\(|\b(current_(date|time|timestamp)|localtimestamp)\b/gi,
    instead: SQL_TIME,
  },
]

const PURITY_BANS: readonly Ban[] = [
  {
    rule: 'purity',
    part: 'code',
    pattern: /\bMath\s*\.\s*random\b/g,
    instead: 'take the number or the id as an argument: core has no randomness',
  },
  { rule: 'purity', part: 'code', pattern: /(?<![\w.])process\s*[.[]/g, instead: 'take the value as an argument: core has no environment' },
  {
    rule: 'purity',
    part: 'code',
    pattern: /(?<![\w.])(crypto|webcrypto)\s*\./g,
    instead: 'take the id or the digest function as an argument: core has no crypto',
  },
  {
    rule: 'purity',
    part: 'code',
    pattern: /\bIntl\s*\.|\.\s*toLocale\w*String\s*\(/g,
    instead: 'zones are data of @ruqsat/clock and words are LocalText: the machine decides neither',
  },
  {
    rule: 'purity',
    part: 'code',
    pattern: /\.\s*get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\s*\(/g,
    instead: "use the getUTC… form, or the zone rules of @ruqsat/clock: the machine's zone is not ours",
  },
  {
    rule: 'purity',
    part: 'code',
    pattern: /(?<![\w.])(setTimeout|setInterval|setImmediate|queueMicrotask|fetch)\s*\(/g,
    instead: 'answer with what should happen and let the caller do it: core does nothing by itself',
  },
  {
    rule: 'purity',
    part: 'code',
    pattern: /(?<![\w.])(console|globalThis|performance)\s*[.[]/g,
    instead: 'return the fact: core neither prints nor measures',
  },
]

/** Rooms read what strangers send; ten megabytes of brackets end a process that parses them without measuring first. */
const READING_BANS: readonly Ban[] = [
  {
    rule: 'reading',
    part: 'code',
    pattern: /\bJSON\s*\.\s*parse\b/g,
    instead:
      'use readJson of @ruqsat/foundation with named limits for what others wrote, or ownJson for what this house wrote and kept itself',
  },
  // Types cannot see a wrong or superfluous property behind a spread.
  { rule: 'spread', part: 'code', pattern: /\.\.\.\{/g, instead: 'write the properties one under the other' },
]

/** Background work has one loop; the two exceptions watch a process, not a table. */
const LOOP_BAN: Ban = {
  rule: 'jobs',
  part: 'code',
  pattern: /(?<![\w.])setInterval\s*\(/g,
  instead: 'use openJobs of @ruqsat/jobs: it never runs twice at once, survives a fault and stops cleanly',
}
const WATCHES_A_PROCESS = /^support\/(database\/embedded\/server|typesetting\/worker\/process)\.ts$/

/**
 * One value has one rule: a second one next to it is how an address was accepted by the portal and then stopped messaging. Regular
 * expressions, as they are written.
 */
const VALUE_BANS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\/\^[^\n/]*[\]*+]@[^\n]*?\$\/\w*/g, what: 'parseMailAddress' },
  { pattern: /\/\^(?:\(\?:)?(?:\\\+\??)?(?:\[78\]|\\\+?7)[^\n]*?\$\/\w*/g, what: 'parsePhoneNumber or parseMobileNumber' },
  { pattern: /\/\^\\d\{12\}\$\/\w*/g, what: 'parseIIN or parseBIN' },
  {
    pattern: /\/\^\\d\{4\}-\\d\{2\}-\\d\{2\}\$\/\w*/g,
    what: 'parseDay (what a person typed) or isLocalDate of @ruqsat/clock (our own data)',
  },
  {
    pattern: /\bas (?:IIN|BIN|MailAddress|PhoneNumber|MobileNumber|LicenceNumber|RequestNumber|Name)\b/g,
    what: 'the parser of that type (of our own rows ownIIN and ownBIN)',
  },
  { pattern: /\[[^\]\n]*\\u200[bB][^\]\n]*\]/g, what: 'tidyText, tidyLine or tidyNumber' },
]

function checkValues(file: ProjectFile): TidyFinding[] {
  if (file.isTest || file.room === null || file.path.includes('/tests/') || !/\.tsx?$/.test(file.path)) return []
  const isOwn = file.path.startsWith('core/foundation/') || file.path.startsWith('core/clock/')
  return isOwn ? [] : valuesOf(file)
}

function valuesOf(file: ProjectFile): TidyFinding[] {
  return VALUE_BANS.flatMap(({ pattern, what }) =>
    [...file.text.matchAll(pattern)].map((match) =>
      finding(file, match.index, 'value', `'${match[0]}' is a second rule for one value; use ${what} of @ruqsat/foundation`),
    ),
  )
}

const FAULT_BAN: Ban = {
  rule: 'fault',
  part: 'code',
  pattern: /\bthrow\s+new\s+(?:Error|TypeError|RangeError)\b/g,
  instead: 'return a Refusal where the law or the input says no, and throw a Fault where we or a counterpart broke',
}

function checkFaults(file: ProjectFile): TidyFinding[] {
  const isProduct = /^(core|support|systems|sandbox|cmd)\/.*\.tsx?$/.test(file.path) && !/(^|\/)testing(\/|\.tsx?$)/.test(file.path)
  return isProduct && !file.isTest && !file.path.includes('/tests/') ? apply(file, scan(file.text), [FAULT_BAN]) : []
}

/** The two time doors everywhere, purity of core, limits for what rooms read, and one rule for one value. */
export function checkBans(project: Project): TidyFinding[] {
  return project.files
    .filter((file) => !CHECKER.test(file.path))
    .flatMap((file) => [
      ...checkTime(file),
      ...checkPurity(file),
      ...checkReading(file),
      ...checkValues(file),
      ...checkLoops(file),
      ...checkFaults(file),
    ])
}

function checkReading(file: ProjectFile): TidyFinding[] {
  const isRoom = file.room?.tier === 'systems' || file.path.startsWith('support/web/')
  // Doubles and set-ups of tests read what the test wrote.
  if (!isRoom || file.isTest || !/\.tsx?$/.test(file.path)) return []
  return apply(file, scan(file.text), READING_BANS)
}

function checkLoops(file: ProjectFile): TidyFinding[] {
  const runs = file.room !== null && !file.isTest && /\.tsx?$/.test(file.path) && !WATCHES_A_PROCESS.test(file.path)
  return runs ? apply(file, scan(file.text), [LOOP_BAN]) : []
}

function checkTime(file: ProjectFile): TidyFinding[] {
  if (TIME_DOORS.test(file.path)) return []
  if (/\.(ts|tsx)$/.test(file.path)) return apply(file, scan(file.text), TIME_BANS)
  if (!file.path.endsWith('.sql')) return []
  const strings = withoutSqlComments(file.text)
  return apply(file, { code: '', withStrings: strings, strings, comments: '', regexes: '' }, TIME_BANS)
}

function checkPurity(file: ProjectFile): TidyFinding[] {
  if (file.room?.tier !== 'core' || file.isTest || !/\.tsx?$/.test(file.path)) return []
  const scanned = scan(file.text)
  const builtins = importsOf(scanned)
    .filter((seen) => seen.specifier.startsWith('node:'))
    .map((seen) =>
      finding(file, seen.place, 'purity', `'${seen.specifier}' is the machine's; take what it gives as an argument: core is pure`),
    )
  return [...builtins, ...apply(file, scanned, PURITY_BANS)]
}

function apply(file: ProjectFile, scanned: Scanned, bans: readonly Ban[]): TidyFinding[] {
  return bans.flatMap((ban) =>
    [...scanned[ban.part].matchAll(ban.pattern)].map((match) =>
      finding(file, match.index, ban.rule, `'${match[0].trim()}' is not for here; ${ban.instead}`),
    ),
  )
}

function finding(file: ProjectFile, place: number, rule: string, message: string): TidyFinding {
  return { file: file.path, line: lineAt(file.text, place), rule, message }
}

function withoutSqlComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
}
