// Who works at the windows: account and row together; and what the accounts have to say to them.
import type { AccountNotice } from '@ruqsat/accounts'
import {
  Fault,
  isRefusal,
  LANGUAGES,
  parseBIN,
  parseIIN,
  parseName,
  parsePrintableData,
  type Language,
  type LocalText,
  type MailAddress,
  type MobileNumber,
  type Refusal,
} from '@ruqsat/foundation'
import type { HallOperator } from '../contract.ts'
import type { CentreParts } from '../deps.ts'
import { insertOperator, operatorById, retireOperatorRow } from '../store/operators.ts'
import texts from '../texts.yaml'

export type NewOperator = {
  readonly login: string
  readonly password: string
  readonly name: string
  /** As it was given: a door. */
  readonly iin: string
  readonly bin?: string | null
  readonly position: LocalText
  readonly phone?: MobileNumber | null
  readonly email?: MailAddress | null
  /** Of notices; Kazakh where not given. */
  readonly language?: Language
  /** True for the sandbox's operators, whose passwords everybody can read. */
  readonly isPasswordPublished?: boolean
}

/** The accounts of an office and the table of its operators: all that somebody is added with. */
type OperatorsParts = Pick<CentreParts, 'accounts' | 'technicalClock'> & {
  readonly deps: { readonly database: CentreParts['deps']['database']; readonly office: Pick<CentreParts['deps']['office'], 'id'> }
}

/** Refuses a login that is taken, a weak password, a wrong IIN, BIN or name. */
export async function registerOperator(
  { accounts, deps }: Pick<OperatorsParts, 'accounts' | 'deps'>,
  wanted: NewOperator,
): Promise<HallOperator | Refusal> {
  const [iin, bin, name] = [parseIIN(wanted.iin), wanted.bin ? parseBIN(wanted.bin) : null, parseName(wanted.name)]
  if (isRefusal(iin)) return { ...iin, field: 'iin' }
  if (isRefusal(bin)) return { ...bin, field: 'bin' }
  if (isRefusal(name)) return { ...name, field: 'name' }
  const { login, password, position, phone = null, email = null, language = 'kk', isPasswordPublished = false } = wanted
  if (LANGUAGES.some((each) => position[each].trim() === ''))
    throw new Fault('Expected a position in all languages for an operator but one is empty')
  const printable = parsePrintableData(position)
  if (isRefusal(printable)) return { ...printable, field: 'position' }
  const contacts = { phone, email, areContactsConfirmed: true }
  const prepared = await accounts.prepare({ login, displayName: name, password, ...contacts, isPasswordPublished })
  if (isRefusal(prepared)) return prepared
  return deps.database.sql.begin(async (tx) => {
    const account = await accounts.keep(prepared, tx)
    if (isRefusal(account)) return account
    const operator: HallOperator = { id: account.id, authority: deps.office.id, iin, bin, name, position, language, retiredAt: null }
    await insertOperator(tx, operator)
    return operator
  }) as Promise<HallOperator | Refusal>
}

export async function retireOperator({ accounts, deps, technicalClock }: OperatorsParts, id: string): Promise<void> {
  await deps.database.sql.begin(async (tx) => {
    await retireOperatorRow(tx, deps.office.id, id, technicalClock.now())
    await accounts.update(id, { status: 'blocked' }, tx)
  })
}

/** A code goes by its one channel; warnings go everywhere. */
export async function tellAccountNotice({ deps }: CentreParts, notice: AccountNotice): Promise<void> {
  const { id, phone, email } = notice.account
  const operator = await operatorById(deps.database.sql, deps.office.id, id)
  const at = await deps.legalClock.now()
  const message = { language: operator?.language ?? 'kk', subject: texts.notices[notice.kind], text: notice.text, at } as const
  const keyOf = (channel: string) => `centre/${notice.idempotencyKey}/${channel}`
  if (phone !== null && notice.channel !== 'email')
    await deps.messaging.send({ ...message, channel: 'sms', to: phone, idempotencyKey: keyOf('sms') })
  if (email !== null && notice.channel !== 'sms')
    await deps.messaging.send({ ...message, channel: 'email', to: email, idempotencyKey: keyOf('email') })
}
