import { fillText, type LocalText } from '@ruqsat/foundation'
import { checkoutFolder, exists } from '@ruqsat/installation'
import { FILL_IN } from '@ruqsat/law'
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { newPackage, CHANNELS, type NewFile } from '../scaffold/index.ts'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { folderOfCall, shown } from './regulations.ts'
import ours from './texts.yaml'

/** Ids are in file names, addresses and sources. */
const ID = /^[a-z][a-zA-Z0-9-]*$/

export const command: CliCommand = {
  purpose: ours.regulation.new.purpose,
  usage: '<folder>',
  options: [
    { name: 'variants', value: 'a,b', meaning: ours.regulation.new.variants },
    { name: 'channels', value: 'portal,desk,centre', meaning: ours.regulation.new.channels },
    { name: 'id', value: 'ID', meaning: ours.regulation.new.id },
    { ...LANGUAGE_OPTION, meaning: ours.regulation.new.language },
  ],
  exits: { 0: ours.regulation.new.done, 1: ours.regulation.new.refused },
  notes: [ours.regulation.new.custom],
  async run(call) {
    const folder = resolve(onlyWord(call, ours.usage.folder))
    const name = basename(folder)
    const language = call.language()
    const channels = listOf(call.text('channels') ?? 'portal', 'channels').map(channelOf)
    const plan = {
      id: idOf(call.text('id') ?? name.split('-').at(-1)!, 'id'),
      variants: listOf(call.text('variants') ?? 'issue', 'variants').map((each) => idOf(each, 'variants')),
      channels: channels.map(({ id }) => id),
      own: channels.flatMap(({ id, kind }) => (kind === undefined ? [] : [{ id, kind }])),
      schemas: relative(folder, await schemasNear(folderOfCall(call)))
        .split(sep)
        .join('/'),
      language,
    }
    const problem = await whyNot(folder)
    if (problem !== null) {
      call.warn(problem[language])
      return EXIT.refused
    }
    const files = newPackage(plan, shown(folder))
    await writeWhole(folder, files)
    for (const { path } of files) call.say(shown(join(folder, path)))
    call.say(`\n${fillText(ours.regulation.new.next, { mark: FILL_IN[language], folder: shown(folder) })[language]}`)
    return EXIT.done
  },
}

/** The shapes for editors: next to the packages, else those of the checkout. */
async function schemasNear(home: string): Promise<string> {
  const beside = join(home, 'schema')
  return (await exists(beside)) ? beside : join(checkoutFolder(), 'regulations', 'schema')
}

async function whyNot(folder: string): Promise<LocalText | null> {
  if (await exists(folder)) return fillText(ours.regulation.new.there, { folder: shown(folder) })
  const parent = await stat(dirname(folder)).catch(() => null)
  return parent?.isDirectory() === true ? null : fillText(ours.regulation.new.noParent, { folder: shown(dirname(folder)) })
}

/** All or nothing: a package that was interrupted halfway would be refused later without anybody knowing why. */
async function writeWhole(folder: string, files: readonly NewFile[]): Promise<void> {
  const work = await mkdtemp(join(dirname(folder), '.new-'))
  try {
    const inside = join(work, 'package')
    for (const { path, text } of files) {
      await mkdir(dirname(join(inside, path)), { recursive: true })
      await writeFile(join(inside, path), text)
    }
    await rename(inside, folder)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

function listOf(text: string, option: string): readonly string[] {
  const all = text.split(',').map((each) => each.trim())
  const twice = all.find((each, place) => all.indexOf(each) !== place)
  if (twice !== undefined) throw new UsageError(fillText(ours.regulation.new.twice, { option, found: twice }))
  return all
}

function idOf(word: string, option: string): string {
  if (!ID.test(word)) throw new UsageError(fillText(ours.regulation.new.anId, { option, found: word }))
  return word
}

function channelOf(word: string): { readonly id: string; readonly kind?: 'electronic' | 'counter' } {
  const [id = '', kind, ...more] = word.split(':')
  const isKnown = CHANNELS.some((each) => each === id)
  if (isKnown && kind === undefined) return { id }
  if (kind === 'office') throw new UsageError(fillText(ours.regulation.new.office, { found: word }))
  if (isKnown || more.length > 0 || (kind !== 'electronic' && kind !== 'counter'))
    throw new UsageError(fillText(ours.regulation.new.aChannel, { known: CHANNELS.join(', '), found: word }))
  return { id: idOf(id, 'channels'), kind }
}
