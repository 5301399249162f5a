import { exists } from '@ruqsat/installation'
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { newPackage, CHANNELS, type NewFile } from '../scaffold/index.ts'
import { type CliCommand, EXIT, onlyWord, UsageError } from './command.ts'
import { folderOfCall, shown } from './regulations.ts'

/** Ids are in file names, addresses and sources. */
const ID = /^[a-z][a-zA-Z0-9-]*$/

export const command: CliCommand = {
  purpose: 'Write a new regulation package: every file that one needs, each saying what to fill in.',
  usage: '<folder>',
  options: [
    { name: 'variants', value: 'a,b', meaning: 'ids of the variants of the service; issue where absent' },
    {
      name: 'channels',
      value: 'portal,desk,centre',
      meaning: 'where it is served; portal where absent. One of the act’s own has its kind: mobile:electronic, kiosk:counter',
    },
    { name: 'id', value: 'ID', meaning: "short id of the regulation; the last word of the folder's name where absent" },
  ],
  exits: { 0: 'written; nothing of it is offered yet', 1: 'the folder is there already, or there is no place for it' },
  notes: ['By custom a folder is regulations/<year>-<region>-<number>-<subject>. What to do next: docs/regulation-language.md.'],
  async run(call) {
    const folder = resolve(onlyWord(call, 'folder'))
    const name = basename(folder)
    const channels = listOf(call.text('channels') ?? 'portal', 'channels').map(channelOf)
    const plan = {
      id: idOf(call.text('id') ?? name.split('-').at(-1)!, 'id'),
      variants: listOf(call.text('variants') ?? 'issue', 'variants').map((each) => idOf(each, 'variants')),
      channels: channels.map(({ id }) => id),
      own: channels.flatMap(({ id, kind }) => (kind === undefined ? [] : [{ id, kind }])),
      schemas: relative(folder, join(folderOfCall(call), 'schema'))
        .split(sep)
        .join('/'),
    }
    const problem = await whyNot(folder)
    if (problem !== null) {
      call.warn(problem)
      return EXIT.refused
    }
    const files = newPackage(plan, shown(folder))
    await writeWhole(folder, files)
    for (const { path } of files) call.say(shown(join(folder, path)))
    call.say(`\nNothing of it is offered yet. Fill in what says FILL IN, then: npx ruqsat regulation check ${shown(folder)}`)
    return EXIT.done
  },
}

async function whyNot(folder: string): Promise<string | null> {
  if (await exists(folder))
    return `Expected a folder that is not there yet but found ${shown(folder)}; choose another name, or remove it first`
  const parent = await stat(dirname(folder)).catch(() => null)
  return parent?.isDirectory() === true ? null : `Expected the folder ${shown(dirname(folder))} to put the package into but there is none`
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
  if (twice !== undefined) throw new UsageError(`--${option} names '${twice}' twice`)
  return all
}

function idOf(word: string, option: string): string {
  if (!ID.test(word)) throw new UsageError(`--${option} is Latin letters, digits and hyphens, a small letter first; found '${word}'`)
  return word
}

function channelOf(word: string): { readonly id: string; readonly kind?: 'electronic' | 'counter' } {
  const [id = '', kind, ...more] = word.split(':')
  const isKnown = CHANNELS.some((each) => each === id)
  if (isKnown && kind === undefined) return { id }
  if (kind === 'office')
    throw new UsageError(
      `--channels writes ways by which people come; what the authority opens by itself has its table written by hand: docs/regulation-language.md, "What the authority opens by itself"; found '${word}'`,
    )
  if (isKnown || more.length > 0 || (kind !== 'electronic' && kind !== 'counter'))
    throw new UsageError(
      `--channels are ${CHANNELS.join(', ')}, or one of the act's own with its kind, like mobile:electronic; found '${word}'`,
    )
  return { id: idOf(id, 'channels'), kind }
}
