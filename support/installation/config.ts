// One file in which an installation says everything about itself: `ruqsat.yaml`. Its settings are those of the environment by their names;
// its sections are read by the rooms that they are for.
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from '@ruqsat/foundation'
import { parseDocument } from 'yaml'

/** What is no setting: a room reads it. */
export const CONFIG_SECTIONS = ['mail', 'sms', 'files', 'authorities'] as const
export type ConfigSection = (typeof CONFIG_SECTIONS)[number]

export type Config = {
  readonly file: string
  /** Settings by their names, each as it would be written in the environment. */
  readonly settings: ReadonlyMap<string, string>
  readonly sections: Readonly<Partial<Record<ConfigSection, unknown>>>
}

/** A path of the file, from the folder of the file. */
export function pathFrom(config: Pick<Config, 'file'>, path: string): string {
  return resolve(dirname(config.file), path)
}

/** Throws a Fault with the file, the line and what is wrong there; values are never repeated, they may be secrets. */
export function readConfig(file: string): Config {
  const document = parseDocument(textOf(file), { uniqueKeys: true })
  const [wrong] = document.errors
  if (wrong !== undefined) throw new Fault(`Expected YAML but ${file}:${wrong.linePos?.[0].line ?? 1} is none (${wrong.code})`)
  const written: unknown = document.toJS({ maxAliasCount: 0 }) ?? {}
  if (written === null || typeof written !== 'object' || Array.isArray(written))
    throw new Fault(`Expected settings by their names in ${file} but found none`)
  const settings = new Map<string, string>()
  const sections: Partial<Record<ConfigSection, unknown>> = {}
  for (const [name, value] of Object.entries(written)) {
    const section = CONFIG_SECTIONS.find((each) => each === name)
    if (section !== undefined) sections[section] = value
    else settings.set(name, plain(file, name, value))
  }
  return { file: resolve(file), settings, sections }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Fault(`Expected the file ${file} but it cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** As the environment has it: a list with commas between, yes and no in words. */
function plain(file: string, name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')) return value.join(',')
  throw new Fault(`Expected a text, a number or a list after ${name} in ${file} but found something else`)
}

/** One line of a file that holds a secret and nothing else; a Fault never repeats it. */
export function secretIn(file: string): string {
  const secret = textOf(file).trim()
  if (secret === '' || /\p{Cc}/u.test(secret)) throw new Fault(`Expected one line with a secret in ${file} but found none`)
  return secret
}
