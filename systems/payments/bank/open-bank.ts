import { type InstallationMode, type TechnicalClock } from '@ruqsat/database'
import { Fault, type LocalText } from '@ruqsat/foundation'
import type { BankKey } from '../wire/signature.ts'
import type { Bank } from './bank.ts'
import { tengeBank } from './tenge-bank.ts'
import { tiynBank } from './tiyn-bank.ts'

type Common = {
  readonly id: string
  readonly name: LocalText
  /** Scheme, host and port; where one host has several banks, a path too. */
  readonly address: string
  readonly timeoutMs?: number
  /** No new payment begins here. */
  readonly isClosing?: boolean
}

/** A bank as the configuration names it. `tiyn`: whole tiyn, both directions signed, callbacks. `tenge`: decimals, a token, it is asked. */
export type BankBinding =
  | (Common & { readonly adapter: 'tiyn'; readonly keys: readonly BankKey[] })
  | (Common & { readonly adapter: 'tenge'; readonly token: string })

export type BankParts = { readonly technicalClock: TechnicalClock; readonly mode: InstallationMode }

/** A payer waits for this answer; a bank that needs longer is down for them. */
const DEFAULT_TIMEOUT_MS = 5_000

/** Makes the adapter. A Fault for what production does not take: a key or token of the sandbox, an address without TLS. */
export function openBank(binding: BankBinding, { technicalClock, mode }: BankParts): Bank {
  const { id, name, address, isClosing = false, timeoutMs = DEFAULT_TIMEOUT_MS } = binding
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(id)) throw new Fault(`Expected the id of a bank to be small letters, digits and '-' but found '${id}'`)
  if (!URL.canParse(address)) throw new Fault(`Expected the address of the bank '${id}' but found '${address}'`)
  if (mode === 'production') requireReal(binding)
  const common = { id, name, isOpen: !isClosing, address: address.replace(/\/$/, ''), timeoutMs }
  if (binding.adapter === 'tenge') return tengeBank({ ...common, token: binding.token })
  if (binding.keys.length === 0) throw new Fault(`Expected a key shared with the bank '${id}' but there is none`)
  return tiynBank({ ...common, keys: binding.keys, technicalClock })
}

function requireReal(binding: BankBinding): void {
  const isSandbox =
    binding.adapter === 'tiyn' ? binding.keys.some(({ id }) => id.startsWith('sandbox')) : binding.token.startsWith('sandbox')
  if (isSandbox) throw new Fault(`Expected keys of a real bank in production but the bank '${binding.id}' has a key of the sandbox`)
  // The tenge wire is not signed: only TLS keeps its token and its answers.
  if (binding.adapter === 'tenge' && !binding.address.startsWith('https://'))
    throw new Fault(`Expected an https address of the bank '${binding.id}' in production`)
}
