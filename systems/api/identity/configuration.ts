// Providers of others that people may sign in by, in the installation's own file.
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Fault, LANGUAGES, type LocalText } from '@ruqsat/foundation'
import { secretIn } from '@ruqsat/installation'
import { parse } from 'yaml'
import { z } from 'zod'
import { PEOPLE_REALMS, type PeopleRealm } from './people.ts'

export type IdentityProvider = {
  readonly id: string
  readonly name: LocalText
  /** Its description is at `/.well-known/openid-configuration` below this address. */
  readonly issuer: string
  readonly clientId: string
  readonly secret: string
  readonly people: PeopleRealm
  readonly scope: string
  /** The claim that holds the IIN; nobody is known by mail or name. */
  readonly iinClaim: string
  /** The claim that holds the BIN of the firm that the person signs in for; null: they sign in for themselves. */
  readonly binClaim: string | null
}

const name = z.strictObject(
  Object.fromEntries(LANGUAGES.map((language) => [language, z.string().min(1)])) as { [L in keyof LocalText]: z.ZodString },
)
const provider = z.strictObject({
  name,
  issuer: z.url(),
  clientId: z.string().min(1),
  secretFile: z.string().min(1),
  people: z.enum(PEOPLE_REALMS),
  scope: z.string().default('openid'),
  iinClaim: z.string().default('iin'),
  binClaim: z.string().optional(),
})
const shape = z.strictObject({ providers: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/), provider) })

/** Throws a Fault for a file that cannot be read, for one that says something else, and for an issuer without https in production. */
export async function readProviders(file: string, mode: 'sandbox' | 'production'): Promise<readonly IdentityProvider[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Fault(`Expected the file ${file} with providers of sign-in but it cannot be read: ${error.message}`)
  })
  const read = shape.safeParse(yamlOf(file, text))
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `  - ${path.join('.') || 'the file'}: ${message}`)
    throw new Fault(`Expected ${file} to name providers of sign-in but:\n${faults.join('\n')}`)
  }
  return Object.entries(read.data.providers).map(([id, { secretFile, binClaim = null, ...each }]) => {
    if (mode === 'production' && !each.issuer.startsWith('https:'))
      throw new Fault(`Expected https in production but ${file} has the issuer ${each.issuer} of '${id}'`)
    return { id, ...each, binClaim, secret: secretIn(resolve(dirname(file), secretFile)) }
  })
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new Fault(`Expected YAML in ${file} but ${(error as Error).message.split('\n')[0]}`)
  }
}
