import type { Refusal } from '../errors.ts'
import type { Branded } from './brand.ts'
import { foreignSign, signFacts, tidyLine } from './typed-text.ts'
import { refuseValue } from './refusals.ts'

/** An address that a mail server can be asked to write to. Made by `parseMailAddress` alone. */
export type MailAddress = Branded<'mailAddress'>

/** RFC 5321 4.5.3.1: a path has 256 octets with its brackets; the part before the sign @ has 64. */
const MAX_LENGTH = 254
const MAX_LOCAL_LENGTH = 64
const MAX_LABEL_LENGTH = 63

/** RFC 5321 4.1.2, Dot-string of atext. Quoted parts and letters beyond ASCII are lawful, and many servers refuse them: nobody is promised a notice there. */
const LOCAL_SIGN = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]$/
/** A label of a domain in any script, as `пошта.қаз`. */
const DOMAIN_SIGN = /^[\p{L}\p{M}\p{Nd}.-]$/u

/**
 * Reads an address as a person types it; letters after the @ become small. Refuses what no mail server would be asked for, and names the sign
 * that does not belong. What this takes, messaging and its carriers take.
 */
export function parseMailAddress(typed: string): MailAddress | Refusal {
  const text = tidyLine(typed)
  const at = text.indexOf('@')
  if (at < 0) return refuseValue('mail-no-at')
  const local = text.slice(0, at)
  const domain = text
    .slice(at + 1)
    .toLowerCase()
    .normalize('NFKC')
  const foreign = foreignSign(local, LOCAL_SIGN) ?? foreignSign(domain, DOMAIN_SIGN)
  if (/\s/.test(text)) return refuseValue('mail-space')
  if (foreign !== null) return refuseValue('mail-sign', { facts: signFacts(foreign) })
  if (/^\.|\.\.|\.$/.test(local) || /^\.|\.\.|\.$/.test(domain)) return refuseValue('mail-dot')
  if (local === '' || local.length > MAX_LOCAL_LENGTH || !isDomain(domain)) return refuseValue('mail-malformed')
  return domain.length + local.length + 1 > MAX_LENGTH ? refuseValue('mail-malformed') : (`${local}@${domain}` as MailAddress)
}

function isDomain(domain: string): boolean {
  const ascii = asciiDomain(domain)
  if (ascii === null || ascii.length > MAX_LENGTH - MAX_LOCAL_LENGTH) return false
  const labels = ascii.split('.')
  const isWhole = labels.every((label) => label.length <= MAX_LABEL_LENGTH && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))
  return isWhole && labels.length >= 2 && /^[a-z][a-z0-9-]+$/.test(labels.at(-1)!)
}

/** As it goes over the wire (RFC 5890), null where a domain cannot be written so. The reader of URLs knows the rule and asks nobody. */
function asciiDomain(domain: string): string | null {
  const address = `http://${domain}/`
  return URL.canParse(address) ? new URL(address).hostname : null
}

/** For what was kept before there was one rule: whether a stored text is an address in its one form. */
export function isMailAddress(value: string): value is MailAddress {
  return parseMailAddress(value) === value
}
