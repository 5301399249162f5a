// What a command of `npx ruqsat` is, and how its words are read. A command prints by `say`, answers with its exit code, and throws a
// `UsageError` where the words make no sense; faults and refusals go up to run.ts, which says them in a sentence.
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { isLanguage, isRefusal, type Language, LANGUAGES, type Refusal } from '@ruqsat/foundation'

export type CliCommand = {
  /** A sentence or two: what it does. Its name and its line in the list are in index.ts. */
  readonly purpose: string
  /** The words that follow the name, `<folder…>`; the options are added. */
  readonly usage?: string
  readonly options: readonly Option[]
  /** What each exit code of this command means; 64 and 70 mean the same everywhere. */
  readonly exits: Readonly<Record<number, string>>
  /** Sentences below the options, where a person needs more than the line. */
  readonly notes?: readonly string[]
  run(call: Call): Promise<number>
}

export type Option = {
  readonly name: string
  /** The word for the value in the help; absent for a switch. */
  readonly value?: string
  readonly isRepeated?: boolean
  readonly isNeeded?: boolean
  readonly meaning: string
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
  /** `--language`; English where absent. */
  language(): Language
  say(line: string): void
  /** Unchanged, without a line's end. */
  write(text: string): void
  /** To stderr: what is no result. */
  warn(line: string): void
}

/** The words made no sense: reported with the command's usage. */
export class UsageError extends Error {}

export const EXIT = { done: 0, refused: 1, undecided: 2, usage: 64, fault: 70 } as const

export const LANGUAGE_OPTION: Option = {
  name: 'language',
  value: LANGUAGES.join('|'),
  meaning: "the language of the law's own texts; en where absent",
}

/** Every command has these; they are not repeated in its list. */
const COMMON = { help: { type: 'boolean', short: 'h' }, debug: { type: 'boolean' } } as const

/** Reads the words after a command's name. */
export function readCall(
  command: CliCommand,
  argv: readonly string[],
  { environment, out, err }: Terminal,
): Call & { readonly wantsHelp: boolean } {
  const { values, positionals } = parsed(command, argv)
  const texts = (name: string): readonly string[] => [values[name] ?? []].flat().filter((value) => typeof value === 'string')
  return {
    words: positionals,
    environment,
    wantsHelp: values['help'] === true,
    text: (name) => texts(name).at(-1),
    texts,
    has: (name) => values[name] === true,
    language: () => languageOf(texts('language').at(-1)),
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
    throw new UsageError((error as Error).message.split('. ')[0]!.replace(/\.$/, ''), { cause: error })
  }
}

function languageOf(text: string | undefined): Language {
  if (text === undefined) return 'en'
  if (!isLanguage(text)) throw new UsageError(`--language is one of ${LANGUAGES.join(', ')}; found '${text}'`)
  return text
}

/** The one word that a command needs. */
export function onlyWord(call: Call, what: string): string {
  const [word, more] = call.words
  if (word === undefined) throw new UsageError(`${what} is missing`)
  if (more !== undefined) throw new UsageError(`one ${what} at a time; found '${more}' too`)
  return word
}

/** What nobody asked for is not done; why is said where no result is. */
export function refuse(call: Call, line: string): number {
  call.warn(line)
  return EXIT.refused
}

/** A command without `usage` takes no words. */
export function requireItsWords({ usage }: CliCommand, call: Call): void {
  if (usage === undefined && call.words.length > 0)
    throw new UsageError(`nothing follows this command but options; found '${call.words[0]}'`)
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
export function helpOf(name: string, command: CliCommand): string {
  const options = [
    ...command.options.map((option) => [flagOf(option), option.meaning]),
    ['--help', 'this text'],
    ['--debug', 'where something broke, show where in the program'],
  ] as const
  const width = Math.max(...options.map(([option]) => option.length))
  const exits = Object.entries({ ...command.exits, 64: 'the words were not understood', 70: 'something broke; the sentence says what' })
  return [
    usageOf(name, command),
    '',
    command.purpose,
    ...(command.notes ?? []),
    '',
    'Options',
    ...options.map(([option, meaning]) => `  ${option.padEnd(width)}  ${meaning}`),
    '',
    'Exit codes',
    ...exits.map(([code, meaning]) => `  ${code.padEnd(2)}  ${meaning}`),
  ].join('\n')
}

/** The value of an option that must be there. */
export function needed(call: Call, name: string): string {
  const text = call.text(name)?.trim()
  if (!text) throw new UsageError(`--${name} is missing`)
  return text
}

/** A telephone or e-mail address, or null where the option was left out. */
export function contactIn<T extends string>(call: Call, name: string, parse: (text: string) => T | Refusal): T | null {
  const text = call.text(name)
  if (text === undefined) return null
  const read = parse(text)
  if (isRefusal(read)) throw new UsageError(`--${name} is not one: '${text}'`)
  return read
}
