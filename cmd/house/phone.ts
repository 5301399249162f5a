// Signing in eGov Mobile: by the service that this installation names; in the sandbox by a twin of it, on the bank's site.
import { technicalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import { PHONE_TWIN_PATH } from '@ruqsat/sandbox'
import { openPhoneSigning, type PhoneSigning } from '@ruqsat/signing/phone'
import type { Origins } from './site.ts'

/** Null in production where no service is named: that way is not offered. Throws a Fault for one that is not https, and for the twin's path. */
export function phoneSigningOf(
  { mode, phoneSigning }: Pick<Settings, 'mode' | 'phoneSigning'>,
  { bank }: Pick<Origins, 'bank'>,
): PhoneSigning | null {
  if (mode === 'production' && phoneSigning !== null && new URL(phoneSigning).pathname.startsWith(PHONE_TWIN_PATH))
    throw new Fault(`Expected the real service of eGov Mobile in production but ${phoneSigning} is the address of a sandbox's twin`)
  const address = phoneSigning ?? (mode === 'production' ? null : `${bank}${PHONE_TWIN_PATH}`)
  return address === null ? null : openPhoneSigning({ address, isTwin: phoneSigning === null, nowMs: () => technicalClock.ms() })
}
