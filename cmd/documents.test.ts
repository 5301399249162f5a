// Documents that would go stale unseen: compared with what they describe.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkoutFolder } from '@ruqsat/installation'
import { bootCommands, commands } from './commands/index.ts'

const root = checkoutFolder()
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('each dependency has its sentences and its true licence in docs/dependencies.md, and nothing else has', () => {
  const described = new Map(
    [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+) \| ([\w. -]+) \|$/gm)].map(([, name, text, licence]) => [
      name!,
      { text: text!, licence: licence! },
    ]),
  )
  const declared = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>
  const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.keys(declared[kind] ?? {}))
  expect([...described.keys()].toSorted()).toEqual(names.toSorted())
  for (const [name, { text, licence }] of described) {
    expect(text, name).toMatch(/^.{20,}\. Leaving: .+\.$/)
    const installed = installedLicence(name)
    if (installed !== null) expect(licence, name).toBe(installed)
  }
})

/** Null for what is not for this machine. */
function installedLicence(name: string): string | null {
  try {
    return (JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string }).license
  } catch {
    return null
  }
}

const pages = ['.', 'docs', 'docs/decisions'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)

test('every command that a document names is one that works, with each option that is named', async () => {
  const names = [...commands, ...bootCommands].map(({ name }) => name)
  for (const page of pages) {
    for (const [, line] of read(page).matchAll(/npx ruqsat ([a-z][^`\n#|]*)/g)) {
      const words = /^[a-z:-]+(?: [a-z-]+)?/.exec(line!)![0]
      const name = names.find((one) => words === one || words.startsWith(`${one} `))
      expect(name, `${page} names 'npx ruqsat ${words}'`).toBeDefined()
      const listed = commands.find((one) => one.name === name)
      const options = [...line!.matchAll(/--([a-z-]+)/g)].map((match) => match[1]!)
      if (listed === undefined || options.length === 0) continue
      const known = (await listed.load()).command.options.map((option) => option.name)
      expect([...known, 'help'], `${page} names 'npx ruqsat ${line}'`).toEqual(expect.arrayContaining(options))
    }
  }
})

test('every setting that a document for operators names exists', () => {
  const settings = read('docs/settings.md')
  const decided = pages.filter((page) => !page.startsWith('docs/decisions/'))
  for (const page of decided)
    for (const [name] of read(page).matchAll(/\bRUQSAT_[A-Z_]+\b/g)) expect(settings, `${page} names ${name}`).toContain(`\`${name}\``)
})

test('each decision says context, options, outcome and consequences, and is listed', () => {
  const files = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name))
  const list = read('docs/decisions/README.md')
  for (const file of files) {
    expect(read(`docs/decisions/${file}`).match(/^## (.+)$/gm), file).toEqual(['## Context', '## Options', '## Outcome', '## Consequences'])
    expect(list).toContain(`](${file})`)
  }
  expect(files.length).toBeGreaterThan(0)
})

test('the command migrate knows every folder of migrations', async () => {
  const { roomSchemas } = await import('./commands/rooms.ts')
  const folders = ['systems', 'sandbox', 'support'].flatMap((tier) =>
    readdirSync(join(root, tier), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(^|\/)migrations\/001-[a-z0-9-]+\.sql$/.test(path))
      .map((path) => join(tier, path)),
  )
  const schemas = folders.map((path) => /create (?:table|function) (\w+|\{schema\})\./.exec(read(path))?.[1])
  expect(folders.length).toBeGreaterThan(8)
  for (const [place, schema] of schemas.entries()) {
    // Those of support that name no schema are kept by several systems, each in its own.
    const isKnown = schema === undefined || schema === '{schema}' || roomSchemas.some((room) => room.schema === schema)
    expect(isKnown, `${folders[place]} makes ${schema}`).toBe(true)
  }
})

test('every file that names a version of Node names the one that the boot fetches', () => {
  const version = /NODE_VERSION = '([\d.]+)'/.exec(read('tools/boot.mjs'))![1]!
  expect(read('.node-version').trim()).toBe(version)
  expect(/BASE=\S+\/node:([\d.]+)-/.exec(read('Dockerfile'))![1]).toBe(version)
})
