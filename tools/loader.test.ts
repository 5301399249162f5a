import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
// Within the checkout: a page finds the JSX library from there.
mkdirSync(join(root, '.runtime'), { recursive: true })
const folder = mkdtempSync(join(root, '.runtime', 'loader-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(text: string) {
  const page = join(folder, 'page.tsx')
  writeFileSync(page, text)
  const loader = pathToFileURL(join(root, 'tools', 'loader.mjs')).href
  return spawnSync(process.execPath, ['--import', loader, page], { cwd: '/', encoding: 'utf8', env: { PATH: process.env['PATH'] } })
}

test('a page runs from any folder, and what is inside is escaped', () => {
  const { stdout, stderr } = run(`export const name: string = '<b>'\nconsole.log(String(<p class="x">{name}</p>))\n`)
  expect([stdout, stderr]).toEqual(['<p class="x">&lt;b&gt;</p>\n', ''])
})

test('a fault tells the line that the person wrote', () => {
  const { status, stderr } = run(`type Unused = {\n  readonly a: string\n}\n\nexport const page = <p>{(null as unknown as Unused).a}</p>\n`)
  expect(stderr).toMatch(/page\.tsx:5:/)
  expect(status).toBe(1)
})

test('a broken text ends the program with its file and line and no trace', () => {
  const path = join(folder, 'texts.yaml')
  for (const [text, said] of [
    ['title: { kk: Бір, ru: Один, en: One\n', /^\S*texts\.yaml:\d+: .+\n$/],
    ['title:\n  kk: Бір\n  ru: Один\n', /^\S*texts\.yaml:2: 'title' has no en.*\n$/],
  ] as const) {
    writeFileSync(path, text)
    const { status, stderr } = run(`import texts from './texts.yaml'\nconsole.log(texts)\n`)
    expect([status, stderr]).toEqual([1, expect.stringMatching(said)])
  }
})
