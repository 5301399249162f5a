// What a command of `npx ruqsat` is, and how its words are read. A command prints by `say`, answers with its exit code, and throws a
// `UsageError` where the words make no sense; faults and refusals go up to run.ts, which says them in a sentence.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { fillText, inAll, isLanguage, isRefusal, type Language, LANGUAGES, type LocalText, type Refusal } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** In the reader's language, or in English alone. */
export type HelpText = string | LocalText

export type CliCommand = {
  /** A sentence or two: what it does. Its name and its line in the list are in index.ts. */
  readonly purpose: HelpText
  /** The words that follow the name, `<folder…>`; the options are added. */
  readonly usage?: string
  readonly options: readonly Option[]
  /** What each exit code of this command means; 64 and 70 mean the same everywhere. */
  readonly exits: Readonly<Record<number, HelpText>>
  /** Sentences below the options, where a person needs more than the line. */
  readonly notes?: readonly HelpText[]
  run(call: Call): Promise<number>
}

export type Option = {
  readonly name: string
  /** The word for the value in the help; absent for a switch. */
  readonly value?: string
  readonly isRepeated?: boolean
  readonly isNeeded?: boolean
  readonly meaning: HelpText
}

/** What a command reads of its surroundings and writes to. */
export type Terminal = {
  readonly environment: NodeJS.ProcessEnv
  /** To stdout and stderr, unchanged. */
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

export type Call = {
  readonly words: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  text(option: string): string | undefined
  texts(option: string): readonly string[]
  has(option: string): boolean
  /** `--language`, else that of `LANG`, else English. */
  language(): Language
  say(line: string): void
  /** Unchanged, without a line's end. */
  write(text: string): void
  /** To stderr: what is no result. */
  warn(line: string): void
}

/** The words made no sense: reported with the command's usage, in the reader's language. */
export class UsageError extends Error {
  readonly said: LocalText

  constructor(said: HelpText, options?: ErrorOptions) {
    const all = typeof said === 'string' ? inAll(() => said) : said
    super(all.en, options)
    this.said = all
  }
}

export const EXIT = { done: 0, refused: 1, undecided: 2, usage: 64, fault: 70 } as const

export const LANGUAGE_OPTION: Option = {
  name: 'language',
  value: LANGUAGES.join('|'),
  meaning: texts.help.language,
}

/** Every command has these; they are not repeated in its list. */
const COMMON = { help: { type: 'boolean', short: 'h' }, debug: { type: 'boolean' }, language: { type: 'string' } } as const

/** Variables that say a person's language, the first that is set decides (POSIX, 8.2). */
const LANGUAGE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG']

/** The language of who typed this, also where the words make no sense: `--language`, else that of the environment, else English. */
export function readersLanguage(argv: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = argv.findLastIndex((word) => word === '--language' || word.startsWith('--language='))
  const typed = argv[at]?.split('=')[1] ?? argv[at + 1] ?? ''
  if (at >= 0 && isLanguage(typed)) return typed
  const named = LANGUAGE_VARIABLES.map((name) => environment[name]).find((value) => value !== undefined && value !== '')
  const [code = ''] = (named ?? '').toLowerCase().split(/[^a-z]/)
  return isLanguage(code) ? code : 'en'
}

/** Reads the words after a command's name. */
export function readCall(
  command: CliCommand,
  argv: readonly string[],
  { environment, out, err }: Terminal,
): Call & { readonly wantsHelp: boolean } {
  const { values, positionals } = parsed(command, argv)
  const given = (name: string): readonly string[] => [values[name] ?? []].flat().filter((value) => typeof value === 'string')
  return {
    words: positionals,
    environment,
    wantsHelp: values['help'] === true,
    text: (name) => given(name).at(-1),
    texts: given,
    has: (name) => values[name] === true,
    language: () => languageOf(given('language').at(-1)) ?? readersLanguage([], environment),
    say: (line) => out(`${line}\n`),
    write: out,
    warn: (line) => err(`${line}\n`),
  }
}

function parsed(command: CliCommand, argv: readonly string[]) {
  const options: NonNullable<ParseArgsConfig['options']> = { ...COMMON }
  for (const { name, value, isRepeated } of command.options)
    options[name] = { type: value === undefined ? 'boolean' : 'string', ...(isRepeated && { multiple: true }) }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(unread(error as Error), { cause: error })
  }
}

/** What Node says of words that it could not read, in ours. */
function unread({ message }: Error): HelpText {
  const option = /'(-[^' ]+)/.exec(message)?.[1] ?? ''
  if (message.startsWith('Unknown option')) return fillText(texts.usage.unknownOption, { option })
  if (message.includes('does not take an argument')) return fillText(texts.usage.takesNoValue, { option })
  if (message.includes('argument missing') || message.includes('ambiguous')) return fillText(texts.usage.needsValue, { option })
  return message.split('. ')[0]!.replace(/\.$/, '')
}

function languageOf(text: string | undefined): Language | null {
  if (text === undefined) return null
  if (!isLanguage(text)) throw new UsageError(fillText(texts.usage.language, { known: LANGUAGES.join(', '), found: text }))
  return text
}

/** The one word that a command needs. */
export function onlyWord(call: Call, what: HelpText): string {
  const [word, more] = call.words
  if (word === undefined) throw new UsageError(fillText(texts.usage.missing, { what }))
  if (more !== undefined) throw new UsageError(fillText(texts.usage.oneAtATime, { what, found: more }))
  return word
}

/** What nobody asked for is not done; why is said where no result is. */
export function refuse(call: Call, line: string): number {
  call.warn(line)
  return EXIT.refused
}

/** A command without `usage` takes no words. */
export function requireItsWords({ usage }: CliCommand, call: Call): void {
  if (usage === undefined && call.words.length > 0) throw new UsageError(fillText(texts.usage.noWords, { found: call.words[0]! }))
}

/** `npx ruqsat verify <file> [--root FILE…] [--offline]`. */
export function usageOf(name: string, { usage, options }: CliCommand): string {
  const words = options.map((option) => {
    const word = `${flagOf(option)}${option.isRepeated ? '…' : ''}`
    return option.isNeeded ? word : `[${word}]`
  })
  return ['npx ruqsat', name, ...(usage === undefined ? [] : [usage]), ...words].join(' ')
}

function flagOf({ name, value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`
}

/** What `--help` prints. */
export function helpOf(name: string, command: CliCommand, language: Language): string {
  const { help } = texts
  const said = (text: HelpText) => (typeof text === 'string' ? text : text[language])
  const own = command.options.some((option) => option.name === LANGUAGE_OPTION.name) ? [] : [LANGUAGE_OPTION]
  const options = [
    ...[...command.options, ...own].map((option) => [flagOf(option), said(option.meaning)] as const),
    ['--help', said(help.this)] as const,
    ['--debug', said(help.debug)] as const,
  ]
  const width = Math.max(...options.map(([option]) => option.length))
  const exits = Object.entries({ ...command.exits, 64: help.usageCode, 70: help.faultCode })
  return [
    usageOf(name, command),
    '',
    said(command.purpose),
    ...(command.notes ?? []).map(said),
    '',
    said(help.options),
    ...options.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
    '',
    said(help.exits),
    ...exits.map(([code, meaning]) => `  ${code.padEnd(2)}  ${said(meaning)}`),
  ].join('\n')
}

/** The value of an option that must be there. */
export function needed(call: Call, name: string): string {
  const text = call.text(name)?.trim()
  if (!text) throw new UsageError(fillText(texts.usage.missing, { what: `--${name}` }))
  return text
}

/** A telephone or e-mail address, or null where the option was left out. */
export function contactIn<T extends string>(call: Call, name: string, parse: (text: string) => T | Refusal): T | null {
  const text = call.text(name)
  if (text === undefined) return null
  const read = parse(text)
  if (isRefusal(read)) throw new UsageError(fillText(texts.usage.notOne, { name, found: text }))
  return read
}
