import { cpSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Edition } from '@ruqsat/law'
import { openRegulations } from '@ruqsat/regulations'

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** Every edition of the acts of the house and of the made-up ones under `tests/next-act`. */
export async function everyEdition(): Promise<readonly Edition[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ruqsat-exchange-'))
  for (const home of ['tests/next-act/regulations', 'regulations'])
    for (const name of readdirSync(at(home))) cpSync(join(at(home), name), join(folder, name), { recursive: true })
  const { editions, broken } = await openRegulations(pathToFileURL(`${folder}/`))
  if (broken.length > 0) throw new Error(JSON.stringify(broken).slice(0, 500))
  return editions
}
