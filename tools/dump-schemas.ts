// npx ruqsat migrate --dump: writes schema.sql beside every migrations folder, from an empty database.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endTestRun } from '@ruqsat/database/testing'
import { checkoutFolder } from '@ruqsat/installation'
import { schemaTexts } from './generated/schemas.ts'
import { readProject } from './tidy/project.ts'

const root = checkoutFolder()
for (const { path, text } of await schemaTexts(readProject(root))) {
  const current = await readFile(join(root, path), 'utf8').catch(() => '')
  if (current !== text) {
    await writeFile(join(root, path), text)
    console.log(`written: ${path}`)
  }
}
await endTestRun()
