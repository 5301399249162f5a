// A fourth language by files alone: a copy of the checkout gets a made-up language in its YAML files, not a line of code, and shows it.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml'
import { startHouse, type RunningHouse } from '../house.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const LANGUAGE = "- { id: qq, name: Qqqq, short: Qq, quotes: '“”', decimal: '.', csv: ',', plural: two, fonts: [latin] }\n"

const ROOMS = ['core', 'support', 'systems', 'sandbox', 'cmd', 'glossary']
/** Samples of tests are written in the languages of today. */
const TESTS = ['**/node_modules', '**/*.test.*', '**/tests/**', '**/testing*', '**/testing/**', '**/fixtures*', '**/doubles*']

let copy = ''
let house: RunningHouse

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'ruqsat-language-'))
  copyCheckout()
  const languages = join(copy, 'core/foundation/languages.yaml')
  writeFileSync(languages, readFileSync(languages, 'utf8') + LANGUAGE)
  for (const path of filesOfCheckout().filter((each) => /^(core|support|systems|sandbox|cmd|glossary|regulations)\/.*\.yaml$/.test(each)))
    translate(join(copy, path))
  house = await startHouse({ checkout: copy })
})
afterAll(async () => {
  await house?.stop()
  rmSync(copy, { recursive: true, force: true })
})

test('the compiler finds no code that lists the languages', () => {
  const declared = spawnSync(process.execPath, ['--import', join(copy, 'tools/loader.mjs'), join(copy, 'tools/texts/main.ts')], {
    encoding: 'utf8',
  })
  expect(declared.stdout + declared.stderr).toBe('')
  const settings = join(copy, 'tsconfig.product.json')
  writeFileSync(settings, JSON.stringify({ extends: './tsconfig.json', include: ROOMS, exclude: TESTS }))
  const compiled = spawnSync(process.execPath, [join(CHECKOUT, 'node_modules/typescript/bin/tsc'), '-p', settings], { encoding: 'utf8' })
  expect(compiled.stdout).toBe('')
})

test.each(['/', '/acts', '/verify', '/help', '/sign-in', '/register', '/work/sign-in', '/sandbox'])('%s is shown in it', async (path) => {
  const response = await fetch(`${house.origin}/qq${path === '/' ? '' : path}`)
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toMatch(/<html[^>]* lang="qq"/)
  expect(page.match(/Qq: /g)?.length ?? 0).toBeGreaterThan(3)
  for (const name of ['Қазақша', 'Русский', 'English', 'Qqqq']) expect(page).toContain(name)
})

test('a service is shown in it, what the act says too', async () => {
  const start = await (await fetch(`${house.origin}/qq`)).text()
  const service = /href="(\/qq\/services\/[^"]+)"/.exec(start)?.[1]
  const page = await (await fetch(house.origin + service!)).text()
  expect(page).toMatch(/<h1[^>]*>Qq: /)
  expect(page).not.toContain('undefined')
})

function filesOfCheckout(): readonly string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: CHECKOUT, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '')
}

function copyCheckout(): void {
  for (const path of filesOfCheckout().filter((each) => !each.startsWith('tests/') && !each.startsWith('docs/'))) {
    mkdirSync(join(copy, dirname(path)), { recursive: true })
    cpSync(join(CHECKOUT, path), join(copy, path), { force: true })
  }
  const packages = join(CHECKOUT, 'node_modules')
  mkdirSync(join(copy, 'node_modules/@ruqsat'), { recursive: true })
  for (const name of readdirSync(packages)) if (name !== '@ruqsat') symlinkSync(join(packages, name), join(copy, 'node_modules', name))
  // The rooms are the copy's own: their links lead from node_modules into the checkout that they are in.
  for (const name of readdirSync(join(packages, '@ruqsat')))
    symlinkSync(readlinkSync(join(packages, '@ruqsat', name)), join(copy, 'node_modules/@ruqsat', name))
}

/** Each text gets the made-up language: the English one behind a mark. */
function translate(path: string): void {
  const document = parseDocument(readFileSync(path, 'utf8'))
  translateIn(document.contents)
  writeFileSync(path, document.toString({ lineWidth: 0 }))
}

function translateIn(node: Node | null): void {
  if (isSeq(node)) for (const item of node.items) translateIn(item as Node)
  if (!isMap(node)) return
  if (node.has('kk') && node.has('en')) node.set('qq', translated(node.get('en', true) as Node))
  if (node.has('in-en')) node.set('in-qq', (node.get('in-en', true) as unknown as YAMLMap).clone())
  for (const { value } of node.items) translateIn(value as Node | null)
}

function translated(english: Node): unknown {
  if (isSeq(english)) return english.toJSON()
  return isScalar(english) && typeof english.value === 'string' ? `Qq: ${english.value}` : english.toJSON()
}
