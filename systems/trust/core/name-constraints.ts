import { ATTRIBUTE, attributesOf, type Certificate, type GeneralName, isSelfIssued, type NameForm, showName } from '@ruqsat/asn1'

/**
 * Name constraints (RFC 5280 4.2.1.10 and 6.1): which names the certificates below an authority may bear. Answers with the first name that its
 * authorities do not allow, or null. Every name of a constrained form must lie in a permitted subtree of each authority and in no excluded one;
 * a form that cannot be compared (X.400, EDI, other names) is outside wherever it is constrained at all.
 */
export function nameOutsideConstraints(path: readonly Certificate[]): string | null {
  for (let index = path.length - 1; index > 0; index--) {
    const constraints = path[index]!.nameConstraints
    if (constraints === null) continue
    for (let below = index - 1; below >= 0; below--) {
      const certificate = path[below]!
      if (below > 0 && isSelfIssued(certificate)) continue
      const outside = namesOf(certificate).find(
        (name) => !isPermitted(name, constraints.permitted) || constraints.excluded.some((base) => isExcluded(name, base)),
      )
      if (outside !== undefined) return outside.text
    }
  }
  return null
}

/** The subject and its alternatives. A mail address in the subject counts where no alternative has one. */
function namesOf({ subject, alternativeNames }: Certificate): GeneralName[] {
  const own: GeneralName[] =
    subject.attributes.length === 0 ? [] : [{ form: 'directory', text: showName(subject), relative: subject.relative, bytes: subject.der }]
  const mails = alternativeNames.some((name) => name.form === 'mail')
    ? []
    : attributesOf(subject, ATTRIBUTE.emailAddress).map((text): GeneralName => ({
        form: 'mail',
        text,
        relative: [],
        bytes: new Uint8Array(0),
      }))
  return [...own, ...mails, ...alternativeNames]
}

function isPermitted(name: GeneralName, permitted: readonly GeneralName[]): boolean {
  const same = permitted.filter((base) => base.form === name.form)
  return same.length === 0 || same.some((base) => WITHIN[name.form](name, base))
}

const WITHIN: Readonly<Record<NameForm, (name: GeneralName, base: GeneralName) => boolean>> = {
  directory: (name, base) => base.relative.every((part, index) => name.relative[index] === part),
  dns: (name, base) => isDomainWithin(name.text, base.text.replace(/^\./, '')),
  mail: isMailWithin,
  uri: isUriWithin,
  ip: isAddressWithin,
  other: () => false,
}

/** What is excluded in a form that cannot be compared may be meant. */
function isExcluded(name: GeneralName, base: GeneralName): boolean {
  return name.form === base.form && (name.form === 'other' || WITHIN[name.form](name, base))
}

/** `host.example.kz` lies in `example.kz`; the empty base holds every name. */
function isDomainWithin(name: string, base: string): boolean {
  const [host, domain] = [name.toLowerCase().replace(/\.$/, ''), base.toLowerCase()]
  return domain === '' || host === domain || host.endsWith(`.${domain}`)
}

/** A mailbox, all mailboxes of a host, or (with a leading dot) of the hosts within a domain. */
function isMailWithin({ text }: GeneralName, { text: base }: GeneralName): boolean {
  const [mailbox, host] = mailboxAndHost(text)
  const [baseMailbox, baseHost] = mailboxAndHost(base)
  return base.includes('@') ? mailbox === baseMailbox && host === baseHost : isHostWithin(host, baseHost)
}

function mailboxAndHost(mail: string): readonly [mailbox: string, host: string] {
  const at = mail.lastIndexOf('@')
  return [mail.slice(0, at), mail.slice(at + 1).toLowerCase()]
}

function isHostWithin(host: string, base: string): boolean {
  return base === '' || (base.startsWith('.') ? host.endsWith(base) : host === base)
}

/** The host of the address decides; one without a host, or with an IP address for a host, is outside. */
function isUriWithin({ text }: GeneralName, { text: base }: GeneralName): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^:/?#[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(text)?.[1]?.toLowerCase()
  return host !== undefined && !/^[\d.]+$/.test(host) && isHostWithin(host, base.toLowerCase())
}

/** An address and its mask, of the same family. */
function isAddressWithin({ bytes: address }: GeneralName, { bytes: base }: GeneralName): boolean {
  const mask = base.subarray(address.length)
  return mask.length === address.length && address.every((byte, index) => (byte & mask[index]!) === (base[index]! & mask[index]!))
}
