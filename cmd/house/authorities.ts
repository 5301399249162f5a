// The section `authorities` of the file of settings: where a named authority answers, where this is known better than its certificates say.
import { Fault } from '@ruqsat/foundation'
import { pathFrom, readConfig, type Settings } from '@ruqsat/installation'
import type { AuthorityAddresses } from '@ruqsat/trust'
import { readCertificates } from '../commands/pinned-roots.ts'

const NAMES = ['certificate', 'ocsp', 'lists']
/** As many as are asked one after the other before a check gives up. */
const MOST = { ocsp: 2, lists: 4 } as const

type Named = { readonly certificate: string; readonly ocsp: readonly string[]; readonly lists: readonly string[] }

/** Empty where the section is left out: an authority is asked where its certificates say. Throws a Fault with every mistake. */
export async function authoritiesIn({ config }: Pick<Settings, 'config'>): Promise<readonly AuthorityAddresses[]> {
  const section = config === null ? null : (readConfig(config).sections.authorities ?? null)
  if (config === null || section === null) return []
  const faults: string[] = []
  const entries: readonly unknown[] = Array.isArray(section) ? section : (faults.push('authorities: a list'), [])
  const named = entries.map((entry, index) => readEntry(entry, `authorities.${index}`, faults))
  if (faults.length > 0)
    throw new Fault(`Expected ${config} to say where an authority answers but:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  const read = named.map(async ({ certificate, ocsp, lists }) => {
    const found = await readCertificates(pathFrom({ file: config }, certificate))
    return found.map(({ raw }) => ({ issuer: new Uint8Array(raw), ocspUrls: ocsp, crlUrls: lists }))
  })
  return (await Promise.all(read)).flat()
}

function readEntry(entry: unknown, at: string, faults: string[]): Named {
  const said = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? (entry as Record<string, unknown>) : {}
  for (const name of Object.keys(said)) if (!NAMES.includes(name)) faults.push(`${at}.${name}: one of ${NAMES.join(', ')}`)
  const certificate = typeof said['certificate'] === 'string' ? said['certificate'].trim() : ''
  if (certificate === '') faults.push(`${at}.certificate: a file with the certificate that issued`)
  const addresses = (name: 'ocsp' | 'lists'): readonly string[] => {
    const value = said[name] ?? []
    const isRight = Array.isArray(value) && value.length <= MOST[name] && value.every(isAddress)
    if (!isRight) faults.push(`${at}.${name}: a list of at most ${MOST[name]} addresses, http or https`)
    return isRight ? (value as string[]) : []
  }
  const [ocsp, lists] = [addresses('ocsp'), addresses('lists')]
  if (said['ocsp'] === undefined && said['lists'] === undefined) faults.push(`${at}: names neither ocsp nor lists`)
  return { certificate, ocsp, lists }
}

/** Plain http is what these protocols use: each answer is signed. */
function isAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
