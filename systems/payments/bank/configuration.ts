import { readFile } from 'node:fs/promises'
import { Fault, LANGUAGES } from '@ruqsat/foundation'
import { parse } from 'yaml'
import { z } from 'zod'
import type { BankBinding } from './open-bank.ts'

const text = z.string().trim().min(1).max(100)
const name = z.record(z.enum(LANGUAGES), text)
const address = z.url({ protocol: /^https?$/ })
const closing = z.boolean().default(false)
/** The folder of its statement files. */
const statements = text.optional()

/** A twin of the sandbox, by its id. */
const twin = z.strictObject({ adapter: z.literal('sandbox'), closing, statements })
const tiyn = z.strictObject({
  adapter: z.literal('tiyn'),
  name,
  address,
  closing,
  statements,
  keys: z.array(z.strictObject({ id: z.string().regex(/^[\w-]{1,64}$/), file: text })).min(1),
})
const tenge = z.strictObject({ adapter: z.literal('tenge'), name, address, closing, statements, tokenFile: text })

const shape = z.strictObject({
  /** Hours that money which is less than the fee waits for the rest; 0: it goes back at once. */
  partsWaitHours: z.int().min(0).max(720).default(72),
  /** Was here; one seal is for all now. */
  seal: z.undefined({ error: 'belongs to the settings of the house: seal in ruqsat.yaml, or RUQSAT_SEAL' }).optional(),
  banks: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,19}$/), z.discriminatedUnion('adapter', [twin, tiyn, tenge])),
})

/** Which banks take part in this installation, in the order in which payers are offered them. */
export type BankSettings = {
  readonly partsWaitHours: number
  /** Where each bank leaves its statements, by its id. */
  readonly statementFolders: Readonly<Record<string, string>>
  readonly banks: readonly (BankBinding | { readonly id: string; readonly adapter: 'sandbox'; readonly isClosing: boolean })[]
}

/** Shorter is guessed sooner than it is changed. */
const LEAST_SECRET_BYTES = 32

/**
 * Reads the file that `RUQSAT_BANKS` names, and the secrets that it names. A Fault with every mistake and where it is: nobody finds out by a
 * payment that fails.
 */
export async function readBanks(file: string): Promise<BankSettings> {
  const read = shape.safeParse(await parsed(file))
  if (read.error !== undefined) {
    const faults = read.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`)
    throw new Fault(`Expected ${file} to name banks but:\n${faults.join('\n')}`)
  }
  const { partsWaitHours } = read.data
  const banks = await Promise.all(Object.entries(read.data.banks).map(([id, bank]) => bindingOf(id, bank)))
  const folders = Object.entries(read.data.banks).flatMap(([id, { statements }]) => (statements === undefined ? [] : [[id, statements]]))
  return { partsWaitHours, banks, statementFolders: Object.fromEntries(folders) }
}

async function parsed(file: string): Promise<unknown> {
  const content = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Fault(`Expected the file ${file} with the banks but it cannot be read: ${error.message}`)
  })
  try {
    return parse(content)
  } catch (error) {
    throw new Fault(`Expected YAML in ${file} but ${(error as Error).message.split('\n')[0]}`)
  }
}

async function bindingOf(id: string, bank: z.output<typeof shape>['banks'][string]): Promise<BankSettings['banks'][number]> {
  const { closing: isClosing } = bank
  if (bank.adapter === 'sandbox') return { id, adapter: 'sandbox', isClosing }
  const common = { id, name: bank.name, address: bank.address, isClosing }
  if (bank.adapter === 'tenge') return { ...common, adapter: 'tenge', token: await secretIn(bank.tokenFile) }
  const keys = bank.keys.map(async (key) => ({ id: key.id, secret: new Uint8Array(Buffer.from(await secretIn(key.file), 'utf8')) }))
  return { ...common, adapter: 'tiyn', keys: await Promise.all(keys) }
}

async function secretIn(file: string): Promise<string> {
  const secret = await readFile(file, 'utf8').then(
    (content) => content.trim(),
    () => '',
  )
  if (secret.length < LEAST_SECRET_BYTES || /[^\x21-\x7e]/.test(secret))
    throw new Fault(`Expected one line of ${LEAST_SECRET_BYTES} or more printable characters in ${file} but found none`)
  return secret
}
