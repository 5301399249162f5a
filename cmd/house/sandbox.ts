import { Fault, isRefusal } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'
import { CENTRE_HALLS } from '@ruqsat/centre'
import { startSandbox, workingDaysAfter, type Authorities, type SandboxHome, type SandboxOffice, type SandboxRoom } from '@ruqsat/sandbox'
import type { Installation } from './installation.ts'
import type { Neighbours, Twins } from './neighbours.ts'
import { frontOfficeOf } from './front-office.ts'
import { interestedBodyOf, type Offered } from './offers.ts'
import type { Systems } from './systems.ts'
import type { TableWatch } from './tables.ts'
import texts from '../texts.yaml'

/** The fictional republic: its people get accounts and keys in the systems that already run. */
export async function startRepublic(
  installation: Installation,
  { trust, registers, messaging, twins: { switches, bank } }: Neighbours & { readonly twins: Twins },
  { portal, workstation, centre, contact, administration }: Systems,
  offered: Offered,
  watch: TableWatch,
): Promise<SandboxRoom> {
  const { databases, legalClock, log, settings, secrets, regulations } = installation
  const { first } = offered
  const zone = regulations.tables.zones[first.authority.zone]!
  const calendar = regulations.tables.calendars[first.authority.calendar]!
  const office = (await frontOfficeOf(installation, offered))!
  return startSandbox({
    database: databases.sandbox,
    legalClock,
    log,
    mode: settings.mode,
    secrets,
    switches,
    trust,
    registers,
    messaging,
    bank,
    zone,
    workingDaysAfter: (from, days) => workingDaysAfter(from, days, { calendar, zone }),
    authorities: { ...authoritiesOf(first, offered.regulations, complaintsHere(installation, offered)), frontOffice: office },
    hallsPath: CENTRE_HALLS,
    hooksOrigin: bank.site.site.origin,
    tablesEndOn: watch.lastDay,
    registerStaff: async (staff) => {
      const made = await (staff.authority === office.id ? centre!.registerOperator(staff) : workstation.registerStaff(staff))
      if (isRefusal(made) && made.code !== 'login-taken')
        throw new Fault(`Expected the sandbox's staff to be registered but it was refused: ${made.code}`)
    },
    registerContactOperator: async (operator) => {
      const made = await contact.registerOperator({ ...operator, isPasswordPublished: true, isSupervisor: true })
      if (isRefusal(made) && made.code !== 'login-taken')
        throw new Fault(`Expected the sandbox's operator to be registered but it was refused: ${made.code}`)
    },
    registerAdministrator: async (administrator) => {
      const made = await administration.registerAdministrator({ ...administrator, isPasswordPublished: true })
      if (isRefusal(made) && made.code !== 'login-taken')
        throw new Fault(`Expected the sandbox's administrator to be registered but it was refused: ${made.code}`)
    },
    registerApplicant: (applicant) => portal.registerApplicant(applicant),
  })
}

/** By which requests of the acts on offer are complained of. */
function complaintsHere({ regulations }: Installation, { complaints }: Offered): readonly Regulation[] {
  return complaints.flatMap(({ edition }) => regulations.edition(edition)?.regulation ?? [])
}

/** Who provides and who is asked in each regulation that is offered, the sandbox's own first; and a provider whose staff must see nothing. */
function authoritiesOf(home: Regulation, offered: readonly Regulation[], complaints: readonly Regulation[]): Authorities {
  const homeOf = (regulation: Regulation): SandboxHome => {
    const { id, name } = regulation.authority
    const asked = interestedBodyOf(regulation)
    return { provider: { id, name }, interestedBody: asked === undefined ? null : { id: asked.id, name: asked.name } }
  }
  return {
    homes: [
      homeOf(home),
      ...offered.filter(({ id }, place) => id !== home.id && offered.findIndex((each) => each.id === id) === place).map(homeOf),
    ],
    offices: eachOnce([...offered, ...complaints].flatMap(officesOf)),
    other: { id: 'sandbox-other-provider', name: texts.sandbox.otherName },
  }
}

/** Editions of one act share most of their desks. */
function eachOnce(offices: readonly SandboxOffice[]): readonly SandboxOffice[] {
  return [...new Map(offices.map((each) => [`${each.authority.id} ${each.role} ${each.unit}`, each])).values()]
}

/** Every desk that a case of this regulation comes to, once; a unit outside the provider is an authority of its own. */
function officesOf({ authority, units, variants }: Regulation): readonly SandboxOffice[] {
  const atWork = new Set(variants.flatMap(({ offered, procedure }) => (offered ? procedure.steps.map(({ unit }) => unit) : [])))
  return units.flatMap(({ id, name, kind, role }) => {
    if (role === null || !atWork.has(id)) return []
    const at = kind === 'outside' ? { id, name } : { id: authority.id, name: authority.name }
    // Who signs is a person with an office, not the unit that the act calls the management.
    return [{ authority: at, role, unit: id, position: role === 'head' ? texts.sandbox.headPosition : name }]
  })
}
