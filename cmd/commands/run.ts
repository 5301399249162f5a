// Finds the command that was meant, runs it, and says in a sentence what went wrong.
import { Fault, fillText, type Language } from '@ruqsat/foundation'
import { type CliCommand, EXIT, helpOf, readCall, readersLanguage, requireItsWords, type Terminal, UsageError, usageOf } from './command.ts'
import { bootCommands, commands, type Loadable } from './index.ts'
import texts from './texts.yaml'

/** A command that is this many changed letters away is what was meant. */
const MISTYPED_LETTERS = 3

/** Runs the words after `npx ruqsat` and answers with the exit code. Throws nothing: every fault is printed on the terminal. */
export async function runWords(argv: readonly string[], terminal: Terminal): Promise<number> {
  const found = find(argv)
  const language = readersLanguage(argv, terminal.environment)
  if (found === null) return unknown(argv, terminal, language)
  try {
    const { command } = await found.listed.load()
    return await run({ name: found.listed.name, command, language }, found.rest, terminal)
  } catch (error) {
    return tell(error, { isDebugging: argv.includes('--debug'), language }, terminal)
  }
}

type Meant = { readonly name: string; readonly command: CliCommand; readonly language: Language }

async function run({ name, command, language }: Meant, rest: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const call = readCall(command, rest, terminal)
    if (call.wantsHelp) {
      call.say(helpOf(name, command, language))
      return EXIT.done
    }
    requireItsWords(command, call)
    return await command.run(call)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.err(`${error.said[language]}.\n${usageOf(name, command)}\n${fillText(texts.help.more, { name })[language]}\n`)
    return EXIT.usage
  }
}

function find(argv: readonly string[]): { readonly listed: Loadable; readonly rest: readonly string[] } | null {
  const listed = commands.find(({ name }) => name.split(' ').every((word, place) => argv[place] === word))
  return listed === undefined ? null : { listed, rest: argv.slice(listed.name.split(' ').length) }
}

type Told = { readonly isDebugging: boolean; readonly language: Language }

function tell(error: unknown, { isDebugging, language }: Told, terminal: Terminal): number {
  if (isDebugging) terminal.err(`${(error as Error).stack ?? String(error)}\n`)
  const message = error instanceof Error ? error.message : String(error)
  const hint = error instanceof Fault && error.retry === 'later' ? ` ${texts.help.later[language]}` : ''
  terminal.err(`${message.replace(/\.$/, '')}.${hint}${isDebugging ? '' : ` ${texts.help.where[language]}`}\n`)
  return EXIT.fault
}

function unknown(argv: readonly string[], terminal: Terminal, language: Language): number {
  const { help } = texts
  const words = argv.filter((word, place) => !word.startsWith('-') && argv[place - 1] !== '--language')
  const wantsList = words.length === 0 || words[0] === 'help'
  const print = (line: string) => (wantsList ? terminal.out : terminal.err)(`${line}\n`)
  if (!wantsList) {
    print(fillText(help.noCommand, { words: words.slice(0, 2).join(' ') })[language])
    const meant = nearest(words)
    if (meant !== null) print(fillText(help.meant, { name: meant })[language])
    print('')
  }
  const list = [...commands, ...bootCommands]
  const width = Math.max(...list.map(({ name }) => name.length))
  for (const { name, summary } of list) print(`  ${name.padEnd(width)}  ${summary[language]}`)
  print(`\n${help.moreOfOne[language]}`)
  return words.length === 0 || wantsList ? EXIT.done : EXIT.usage
}

/** A verb of the same noun that was left out, or the name with the fewest changed letters. */
function nearest(words: readonly string[]): string | null {
  const names = [...commands, ...bootCommands].map(({ name }) => name)
  const candidates = names.map((name) => {
    const typed = words.slice(0, name.split(' ').length).join(' ')
    return { name, letters: Math.min(distance(typed, name), distance(words[0]!, name.split(' ')[1] ?? name)) }
  })
  const best = candidates.toSorted((one, other) => one.letters - other.letters)[0]!
  if (best.letters <= MISTYPED_LETTERS) return best.name
  return names.find((name) => name.split(' ')[0] === words[0]) ?? null
}

/** Letters to insert, remove or exchange (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let to = 1; to <= other.length; to++)
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + (one[at - 1] === other[to - 1] ? 0 : 1)))
    row = next
  }
  return row[other.length]!
}
