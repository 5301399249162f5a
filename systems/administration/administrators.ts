import type { AccountNotice } from '@ruqsat/accounts'
import { randomBytes } from 'node:crypto'
import { Fault, isRefusal, parseName, type Language, type MailAddress, type MobileNumber, type Refusal } from '@ruqsat/foundation'
import type { Administration } from './deps.ts'
import { refuseAdministration } from './refusals.ts'
import { insertAct } from './store/acts.ts'
import {
  administratorById,
  holdAdministrators,
  insertAdministrator,
  retireAdministratorRow,
  type Administrator,
} from './store/administrators.ts'
import texts from './texts.yaml'

export type NewAdministrator = {
  readonly login: string
  /** Left out, nobody knows it: the person sets one by the way to a lost password, with a code to their telephone or e-mail. */
  readonly password?: string
  readonly name: string
  readonly phone: MobileNumber | null
  readonly email: MailAddress | null
  /** Of notices; Kazakh where not given. */
  readonly language?: Language
  /** True for the sandbox's administrator, whose password everybody can read. */
  readonly isPasswordPublished?: boolean
}

/** Who does it, and why. */
export type By = { readonly id: string; readonly name: string; readonly why: string }

export const BY_COMMAND: By = { id: 'command', name: 'npx ruqsat', why: '' }

type Part = Pick<Administration, 'accounts'> & { readonly deps: Pick<Administration['deps'], 'database' | 'legalClock'> }

/** A password that nobody knows until its owner sets another. */
export const unknownPassword = (): string => randomBytes(24).toString('base64url')

/** Account, administrator and the row of the history together, or none. Refuses a login that is taken, a weak password, a name that is none. */
export async function registerAdministrator(
  { accounts, deps }: Part,
  { login, password, phone, email, language = 'kk', isPasswordPublished = false, ...wanted }: NewAdministrator,
  { why, ...by }: By,
): Promise<Administrator | Refusal> {
  const name = parseName(wanted.name)
  if (isRefusal(name)) return { ...name, field: 'name' }
  const prepared = await accounts.prepare({
    login,
    password: password ?? unknownPassword(),
    displayName: name,
    phone,
    email,
    areContactsConfirmed: true,
    isPasswordPublished,
  })
  if (isRefusal(prepared)) return prepared
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    const account = await accounts.keep(prepared, tx)
    if (isRefusal(account)) return account
    await insertAdministrator(tx, { id: account.id, name, language })
    await insertAct(tx, { kind: 'administratorAdded', subject: account.id, facts: { name }, why, by, at })
    return { id: account.id, name, language, retiredAt: null }
  }) as Promise<Administrator | Refusal>
}

/** They sign in no more. Refuses the last one: nobody could name another by the pages. */
export async function retireAdministrator({ accounts, deps }: Part, id: string, { why, ...by }: By): Promise<Administrator | Refusal> {
  const at = await deps.legalClock.now()
  return deps.database.sql.begin(async (tx) => {
    const working = await holdAdministrators(tx)
    const leaver = working.find((each) => each.id === id)
    if (leaver === undefined) return refuseAdministration('administrator-unknown')
    if (working.length === 1) return refuseAdministration('last-administrator')
    await retireAdministratorRow(tx, id, at)
    const blocked = await accounts.update(id, { status: 'blocked' }, tx)
    if (isRefusal(blocked)) throw new Fault(`Expected the account of ${id} to be blocked but it was refused: ${blocked.code}`)
    await insertAct(tx, { kind: 'administratorLeft', subject: id, facts: { name: leaver.name }, why, by, at })
    return { ...leaver, retiredAt: at }
  }) as Promise<Administrator | Refusal>
}

/** What the accounts room has to say to an administrator. A code goes by its one channel; warnings go everywhere. */
export async function sendAccountNotice(
  { deps }: Administration,
  { account, kind, text, channel, idempotencyKey }: AccountNotice,
): Promise<void> {
  const administrator = await administratorById(deps.database.sql, account.id)
  if (administrator === null) return
  const message = { language: administrator.language, subject: texts.notices[kind], text, at: await deps.legalClock.now() }
  const { phone, email } = account
  if (phone !== null && channel !== 'email')
    await deps.messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: `administration/${idempotencyKey}/sms` })
  if (email !== null && channel !== 'sms')
    await deps.messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: `administration/${idempotencyKey}/email` })
}
