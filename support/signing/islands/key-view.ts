import type { KeyDescription } from '../browser/signing-key.ts'
import type { AnyConfig } from './config.ts'
import type { Panel, ContentRow } from './page.ts'

/** What a person wants to know of a key before they trust it. */
export function keyRows(panel: Panel<AnyConfig>, key: KeyDescription): ContentRow[] {
  const { say } = panel
  const { iin, bin, name, organisation } = key.holder
  return [
    { label: say('holder'), text: name },
    ...(iin ? [{ label: say('iin'), text: iin }] : []),
    ...(organisation ? [{ label: say('organisation'), text: organisation }] : []),
    ...(bin ? [{ label: say('bin'), text: bin }] : []),
    ...(key.roles.length > 0 ? [{ label: say('role'), text: key.roles.map((role) => say(`role.${role}`)).join(', ') }] : []),
    { label: say('purpose'), text: purposeText(panel, key) },
    { label: say('validity'), text: validityText(panel, key) },
    { label: say('issuer'), text: key.issuerName },
    { label: say('serial'), text: key.serialHex.toUpperCase() },
  ]
}

/** One line, to choose by. */
export function keyLine(panel: Panel<AnyConfig>, key: KeyDescription): string {
  const { say } = panel
  const { iin, bin, name, organisation } = key.holder
  return [name, iin && `${say('iin')} ${iin}`, organisation, bin && `${say('bin')} ${bin}`].filter(Boolean).join(', ')
}

export function purposeText({ say }: Panel<AnyConfig>, key: KeyDescription): string {
  if (key.purposes.includes('sign')) return say('purpose.sign')
  return say(key.purposes.includes('authenticate') ? 'purpose.authenticate' : 'purpose.none')
}

export function validityText(panel: Panel<AnyConfig>, key: KeyDescription): string {
  return `${panel.showInstant(key.notBefore).slice(0, 10)} – ${panel.showInstant(key.notAfter).slice(0, 10)}`
}

/** What distinguishes two certificates of one person when nothing else does. */
const TAIL_DIGITS = 6

export function serialTailText({ say }: Panel<AnyConfig>, key: KeyDescription): string {
  return say('serialTail', { tail: key.serialHex.slice(-TAIL_DIGITS).toUpperCase() })
}
