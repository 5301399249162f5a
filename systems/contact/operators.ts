import type { AccountNotice } from '@ruqsat/accounts'
import { isRefusal, parseName, type Language, type MailAddress, type MobileNumber, type Refusal } from '@ruqsat/foundation'
import type { Contact } from './deps.ts'
import { insertOperator, operatorById, retireOperatorRow, type Operator } from './store/operators.ts'
import texts from './texts.yaml'

export type NewContactOperator = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly phone?: MobileNumber | null
  readonly email?: MailAddress | null
  /** Of notices; Kazakh where not given. */
  readonly language?: Language
  /** True for the sandbox's operator, whose password everybody can read. */
  readonly isPasswordPublished?: boolean
  /** True for whoever reads the log of all operators. */
  readonly isSupervisor?: boolean
}

/** Account and operator together, or neither. Refuses a login that is taken, a weak password, a name that is none. */
export async function registerOperator(
  { accounts, deps }: Pick<Contact, 'accounts'> & { readonly deps: Pick<Contact['deps'], 'database'> },
  {
    login,
    password,
    phone = null,
    email = null,
    language = 'kk',
    isPasswordPublished = false,
    isSupervisor = false,
    ...wanted
  }: NewContactOperator,
): Promise<Operator | Refusal> {
  const name = parseName(wanted.name)
  if (isRefusal(name)) return { ...name, field: 'name' }
  const prepared = await accounts.prepare({
    login,
    password,
    displayName: name,
    phone,
    email,
    areContactsConfirmed: true,
    isPasswordPublished,
  })
  if (isRefusal(prepared)) return prepared
  return deps.database.sql.begin(async (tx) => {
    const account = await accounts.keep(prepared, tx)
    if (isRefusal(account)) return account
    await insertOperator(tx, { id: account.id, name, language, isSupervisor })
    return { id: account.id, name, language, retiredAt: null, isSupervisor }
  }) as Promise<Operator | Refusal>
}

/** They sign in no more; their calls keep their name. Null where nobody of this id works as an operator. */
export async function retireOperator(
  { accounts, deps, technicalClock }: Pick<Contact, 'accounts' | 'technicalClock'> & { readonly deps: Pick<Contact['deps'], 'database'> },
  id: string,
): Promise<Operator | null> {
  return deps.database.sql.begin(async (tx) => {
    const retired = await retireOperatorRow(tx, id, technicalClock.now())
    if (retired !== null) await accounts.update(id, { status: 'blocked' }, tx)
    return retired
  }) as Promise<Operator | null>
}

/** What the accounts room has to say to an operator. A code goes by its one channel; warnings go everywhere. */
export async function sendAccountNotice({ deps }: Contact, { account, kind, text, channel, idempotencyKey }: AccountNotice): Promise<void> {
  const { sql } = deps.database
  const operator = await operatorById(sql, account.id)
  if (operator === null) return
  const message = { language: operator.language, subject: texts.notices[kind], text, at: await deps.legalClock.now() }
  const { phone, email } = account
  if (phone !== null && channel !== 'email')
    await deps.messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: `contact/${idempotencyKey}/sms` })
  if (email !== null && channel !== 'sms')
    await deps.messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: `contact/${idempotencyKey}/email` })
}
