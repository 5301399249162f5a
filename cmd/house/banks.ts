// Which banks take part, by this installation's own configuration; the sandbox has a twin of each of its own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, fillText, type LocalText } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import type { Regulation } from '@ruqsat/law'
import { type BankBinding, type BankSettings, readBanks } from '@ruqsat/payments'
import { TWIN_BANKS } from '@ruqsat/sandbox'
import texts from '../texts.yaml'

/** Throws a Fault for a file that cannot be read, and for a twin in production. Null where there is no file: production has no bank then. */
export async function bindBanks({ mode, banks: file }: Pick<Settings, 'mode' | 'banks'>): Promise<BankSettings | null> {
  if (file === null) return null
  const settings = await readBanks(file)
  const twins = settings.banks.filter(({ adapter }) => mode === 'production' && adapter === 'sandbox')
  if (twins.length > 0)
    throw new Fault(`Expected real banks in production but ${file} names twins: ${twins.map(({ id }) => id).join(', ')}`)
  return settings
}

/** The banks with the twins in their places; all twins where nothing is configured. A Fault for a twin that there is not. */
export function banksOf(settings: BankSettings | null, twins: readonly BankBinding[]): readonly BankBinding[] {
  if (settings === null) return twins
  return settings.banks.map((bank) => {
    if (bank.adapter !== 'sandbox') return bank
    const twin = twins.find(({ id }) => id === bank.id)
    if (twin === undefined) throw new Fault(`Expected the bank '${bank.id}' to be one of the twins ${twins.map(({ id }) => id).join(', ')}`)
    return { ...twin, isClosing: bank.isClosing }
  })
}

/** Sites that the payer is sent to: named in the portal's `form-action`. */
export function bankOrigins(banks: readonly BankBinding[]): readonly string[] {
  return [...new Set(banks.map(({ address }) => new URL(address).origin))]
}

/** One line for whoever installs: which service has a fee that nobody can pay here, and which setting names a bank. */
export function unpayableLines(offered: readonly Regulation[], banks: readonly Pick<BankBinding, 'isClosing'>[]): readonly LocalText[] {
  if (banks.some(({ isClosing }) => isClosing !== true)) return []
  const services = offered.flatMap(({ id, variants }) =>
    variants
      .filter(({ offered, fee }) => offered && fee !== null)
      .flatMap(({ id: variant, views }) =>
        views
          .filter((view) => view.offered && view.steps.some(({ action }) => action === 'pay'))
          .map((view) => `${id} ${variant} (${view.id})`),
      ),
  )
  return [...new Set(services)].map((service) => fillText(texts.unbound.bank, { service }))
}

/** In the state folder: what the twins of the sandbox leave. */
export const STATEMENTS_FOLDER = 'statements'

/** Where banks leave their statements: as configured; the twins of the sandbox in the state folder. */
export function statementFoldersOf(
  { mode }: Pick<Settings, 'mode'>,
  banks: BankSettings | null,
  state: string,
): Readonly<Record<string, string>> {
  const configured = banks?.statementFolders ?? {}
  return mode === 'production' ? configured : { ...twinFolders(state), ...configured }
}

/** The folder of each twin, made where it is not there. */
function twinFolders(state: string): Readonly<Record<string, string>> {
  const folders = TWIN_BANKS.map((id) => [id, join(state, STATEMENTS_FOLDER, id)] as const)
  for (const [, folder] of folders) mkdirSync(folder, { recursive: true })
  return Object.fromEntries(folders)
}
