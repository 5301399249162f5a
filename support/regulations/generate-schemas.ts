// Writes the loader's own schemas for YAML editors: node support/regulations/generate-schemas.ts
import { mkdir, writeFile } from 'node:fs/promises'
import { editorSchema, FILE_SHAPES, type FileKind } from '@ruqsat/law'

const FOLDER = new URL('../../regulations/schema/', import.meta.url)

await mkdir(FOLDER, { recursive: true })
for (const kind of Object.keys(FILE_SHAPES) as FileKind[]) {
  await writeFile(new URL(`${kind}.json`, FOLDER), `${JSON.stringify(editorSchema(kind), null, 2)}\n`)
}
