// The section `files` of the file of settings: where bytes are kept.
import { Fault } from '@ruqsat/foundation'
import { pathFrom, secretIn } from '@ruqsat/installation'
import { z } from 'zod'
import { folderStore } from './folder.ts'
import { s3Store } from './s3.ts'
import type { FileStore } from './store.ts'

const text = z.string().trim().min(1).max(300)

const folder = z.strictObject({ adapter: z.literal('folder'), folder: text })
const s3 = z.strictObject({
  adapter: z.literal('s3'),
  address: z.url({ protocol: /^https?$/ }),
  region: text.default('us-east-1'),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/, 'Latin letters and figures, parts between slashes')
    .optional(),
  accessKeyFile: text,
  secretKeyFile: text,
  withinSeconds: z.int().min(1).max(20).default(10),
})
const files = z.discriminatedUnion('adapter', [folder, s3])

/** Null where the section is left out: bytes stay in the database. Throws a Fault with every mistake; nothing is asked yet. */
export function openFiles(section: unknown, file: string): FileStore | null {
  if (section === undefined || section === null) return null
  const parsed = files.safeParse(section)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  - ${['files', ...path].join('.')}: ${message}`)
    throw new Fault(`Expected ${file} to say where files are kept but:\n${faults.join('\n')}`)
  }
  const said = parsed.data
  if (said.adapter === 'folder') return folderStore(pathFrom({ file }, said.folder))
  const secret = (name: string) => secretIn(pathFrom({ file }, name))
  const { address, region, prefix = '', withinSeconds } = said
  const keys = { accessKey: secret(said.accessKeyFile), secretKey: secret(said.secretKeyFile) }
  return s3Store({ address, region, prefix, ...keys, withinMs: withinSeconds * 1000 })
}
