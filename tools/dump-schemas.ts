// npx ruqsat migrate --dump: writes schema.sql next to every migrations folder, from an empty database.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { schemaTexts } from './generated/schemas.ts'
import { readProject } from './tidy/project.ts'

const root = checkoutFolder()
for (const made of await schemaTexts(readProject(root))) {
  if ('fault' in made) {
    console.log(`not written: ${made.path}: ${made.fault}`)
    process.exitCode = 1
    continue
  }
  const current = await readFile(join(root, made.path), 'utf8').catch(() => '')
  if (current === made.text) continue
  await writeFile(join(root, made.path), made.text)
  console.log(`written: ${made.path}`)
}
await endTestRun()
