// The guide's examples as a person types them: each line that begins with `$` is run, and what the guide shows is printed, in its order.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { checkoutFolder } from '@ruqsat/installation'
import { loadRegulation } from '@ruqsat/law'
import { GOOD } from '@ruqsat/law/testing'
import { everyEdition } from '@ruqsat/regulations/testing'
import { openTypesetter } from '@ruqsat/typesetting'
import { templateProblems } from '../house/templates.ts'
import { ruqsat } from './testing.ts'

const guide = await readFile(join(checkoutFolder(), 'docs/regulation-language.md'), 'utf8')

type Typed = { readonly line: string; readonly shown: readonly string[] }
type Example = { readonly chapter: string; readonly typed: readonly Typed[] }

function examplesOf(text: string): readonly Example[] {
  return text.split(/^(?=## )/m).flatMap((part) => {
    const chapter = /^## (.+)$/m.exec(part)?.[1] ?? ''
    return [...part.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block]) => ({
      chapter,
      typed: block!
        .split(/^(?=\$ )/m)
        .map((each) => each.trimEnd().split('\n'))
        .map(([line, ...shown]) => ({ line: line!.slice(2), shown })),
    }))
  })
}

/** Every shown line is printed after the one before it; right after it, where nothing is left out. `…` in a line is anything. */
function missing(shown: readonly string[], printed: readonly string[]): readonly string[] {
  const found: string[] = []
  let at = 0
  let isLoose = false
  for (const line of shown) {
    if (line === '…') {
      isLoose = true
      continue
    }
    const pattern = new RegExp(
      `^${line
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      'u',
    )
    const next = printed.findIndex((each, place) => place >= at && pattern.test(each))
    if (next < 0 || (!isLoose && next !== at)) found.push(line)
    if (next >= 0) at = next + 1
    isLoose = false
  }
  if (!isLoose && at < printed.length) found.push(`nothing more, but there is: ${printed[at]}`)
  return found
}

async function printedBy(line: string, folder: string): Promise<readonly string[]> {
  const command = line.replaceAll('FOLDER', folder)
  const out = command.startsWith('npx ruqsat ')
    ? (await ruqsat(command.split(' ').slice(2))).out
    : (await promisify(execFile)('sh', ['-c', command], { cwd: checkoutFolder(), encoding: 'utf8' })).stdout
  return out
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/[\uFEFF\r]/g, '')
    .replaceAll('\u00A0', ' ')
    .split('\n')
    .filter((each, at, all) => each !== '' || at < all.length - 1)
}

const examples = examplesOf(guide)

describe('the examples of docs/regulation-language.md', () => {
  test.each(examples.map((example) => [example.chapter, example] as const))('%s', async (_chapter, { typed }) => {
    const folder = await mkdtemp(join(tmpdir(), 'ruqsat-guide-'))
    try {
      for (const { line, shown } of typed) {
        const printed = await printedBy(line, folder)
        expect(missing(shown, printed), `${line}\n${printed.join('\n')}`).toEqual([])
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('are in every chapter from the one about what is written', () => {
    const chapters = [...guide.matchAll(/^## (.+)$/gm)].map(([, title]) => title!)
    const later = chapters.slice(chapters.indexOf('What is written, what is executed'))
    expect(later.length).toBeGreaterThan(10)
    // The next test runs the one of the survey.
    expect(later.filter((title) => title !== 'A survey' && !examples.some(({ chapter }) => chapter === title))).toEqual([])
  })
})

test('the survey of the guide is a part of an act as it is written there', () => {
  const [, example] = /\n## A survey\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(guide) ?? []
  const words = ['Көңіліңіз тола ма?', 'Довольны ли вы?', 'Are you content?']
  const filled = example!
    .replaceAll(/\{ kk: '…', ru: '…', en: '…' \}/g, `{ kk: '${words[0]}', ru: '${words[1]}', en: '${words[2]}' }`)
    .replaceAll('act: kite', 'act: sample')
  const files = GOOD.map((file) => (file.path === 'act.yaml' ? { ...file, text: `${file.text}\n${filled}` } : file))
  const loaded = loadRegulation(files)
  if (loaded.kind === 'broken') throw new Error(JSON.stringify(loaded.errors))
  expect(loaded.edition.regulation.survey?.questions.map(({ id, answers }) => [id, answers.length])).toEqual([['process', 2]])
})

test('the minutes of the guide can be set in the act that they are about', async () => {
  const [, minutes] = /```typst\n\/\/ templates\/minutes\.typ\n([\s\S]*?)```/.exec(guide) ?? []
  const hives = (await everyEdition()).find(({ regulation }) => regulation.id === 'hives')!
  const home = join(checkoutFolder(), 'tests/next-act/regulations/2021-saryzhaz-7-hives')
  const texts = new Map(
    await Promise.all(hives.regulation.templates.map(async ({ file }) => [file, await readFile(join(home, file), 'utf8')] as const)),
  )
  expect(texts.has('templates/minutes.typ')).toBe(true)
  texts.set('templates/minutes.typ', minutes!)
  const typesetter = openTypesetter()
  try {
    expect(await templateProblems(typesetter, hives.regulation, (file) => texts.get(file)!)).toEqual([])
  } finally {
    await typesetter.close()
  }
})
