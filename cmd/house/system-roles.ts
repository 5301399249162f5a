// What each system may do in the database: the one list. A role for each, by which it connects; a test compares every privilege of every role
// with it (docs/decisions/0149-a-role-for-each-system.md). A table that is in no line is one whose rows may be changed and removed.
import type { InstallationMode, SystemRole, TableRights } from '@ruqsat/database'

/** What is written once: the rows of a chain, histories, what was signed or received. */
const ADD: TableRights = 'select, insert'
/** Rows that change and are never removed. */
const KEEP: TableRights = 'select, insert, update'

/** Every system reads legal time, inside its own transactions. */
const TIME = {
  rights: { 'legal_time.clock': 'select', 'legal_time.moves': 'select', 'legal_time.migrations': 'select' },
  functions: ['legal_time.now', 'legal_time.reading'],
}

/** Whoever signs people in adds to the security log, in the transaction of what happened; the house gives an entry its place in the chain. */
const LOG = {
  rights: { 'security.arrival': 'insert', 'security.migrations': 'select' },
  functions: [],
}

type Lines = {
  /** Tables to which rows are only added. */
  readonly add?: string
  /** Tables whose rows change and are never removed. */
  readonly keep?: string
  readonly exactly?: Readonly<Record<string, TableRights>>
}

function system(
  name: string,
  schemas: readonly string[],
  { add = '', keep = '', exactly = {} }: Lines,
  ...more: readonly (typeof LOG)[]
): SystemRole {
  const named = (tables: readonly string[], rights: TableRights) => tables.map((table) => [table, rights] as const)
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '')
  const accounts = schemas.filter((schema) => schema.endsWith('_accounts')).map((schema) => `${schema}.account`)
  const own = Object.fromEntries([...named(words(add), ADD), ...named([...words(keep), ...accounts], KEEP)])
  return {
    system: name,
    schemas,
    rights: Object.assign({}, TIME.rights, ...more.map(({ rights }) => rights), own, exactly) as SystemRole['rights'],
    functions: [TIME, ...more].flatMap(({ functions }) => functions),
  }
}

const SYSTEMS = {
  trust: system('trust', ['trust'], {
    add: 'trust.authority trust.revocation_list trust.time_stamp',
    keep: 'trust.certificate trust.fault',
  }),
  registers: system('registers', ['registers'], { keep: 'registers.history' }),
  messaging: system('messaging', ['messaging'], { add: 'messaging.message_key' }),
  gateway: system('gateway', ['gateway'], { keep: 'gateway.journal gateway.messages gateway.signed_messages' }),
  payments: system('payments', ['payments'], {
    add: 'payments.events payments.movements payments.sealed_receipts payments.statements',
    keep: 'payments.attempts payments.differences payments.orders payments.receipts payments.refunds',
    // Which moves of a state there are is for migrations to say.
    exactly: { 'payments.moves': 'select', 'payments.seal': 'select, insert, update (checkpoint)' },
  }),
  licensing: system('licensing', ['licensing'], {
    add: 'licensing.attachment licensing.event licensing.licence_history licensing.request licensing.signed_file',
    keep: `licensing.case_file licensing.checkpoint_head licensing.complaint licensing.counter licensing.incident licensing.licence
      licensing.licence_serial licensing.licence_series licensing.party licensing.request_version`,
    exactly: { 'licensing.checkpoint': 'select, insert, update (is_kept_outside)', 'licensing.document': 'select, insert, delete' },
  }),
  regional: system('regional', ['regional'], { keep: 'regional.package' }),
  portal: system(
    'portal',
    ['portal', 'portal_accounts', 'portal_once'],
    {
      add: 'portal.draft_mark portal.firm_event portal.payment_fact portal.survey_answer',
      keep: 'portal.draft portal.firm_head_asked portal.objection portal.person portal.refund',
    },
    LOG,
  ),
  workstation: system(
    'workstation',
    ['workstation', 'workstation_accounts', 'workstation_once'],
    {
      add: 'workstation.counter_receipt workstation.staff_change',
      keep: 'workstation.absence workstation.counter_entry workstation.journal workstation.staff workstation.substitution',
    },
    LOG,
  ),
  administration: system(
    'administration',
    ['administration', 'administration_accounts'],
    {
      add: 'administration.act',
      keep: 'administration.administrator administration.authority_contact',
    },
    LOG,
  ),
  centre: system(
    'centre',
    ['centre', 'centre_accounts'],
    {
      add: 'centre.result_receipt centre.ticket_event',
      keep: 'centre.booking centre.counter_entry centre.hall_day centre.operator centre.result_search centre.ticket',
    },
    LOG,
  ),
  contact: system('contact', ['contact', 'contact_accounts', 'contact_once'], { keep: 'contact.call contact.operator' }, LOG),
  api: system('api', ['api'], {
    add: 'api.client_event api.link api.sign_in',
    keep: 'api.act api.client api.hook',
    exactly: { 'api.event_order': 'select, update' },
  }),
} as const satisfies Readonly<Record<string, SystemRole>>

/** What the house itself keeps: editions of regulations, the limits of its sites, the security log, legal time. */
const HOUSE: SystemRole = {
  system: 'house',
  schemas: ['legal_time', 'regulations', 'site_rates', 'security'],
  rights: {
    'legal_time.clock': 'select',
    'legal_time.moves': 'select',
    'regulations.edition': ADD,
    'security.arrival': 'select, insert, delete',
    'security.entry': ADD,
    'security.follower': KEEP,
  },
  functions: [],
}

/** Only a sandbox moves legal time, and only a sandbox has twins. */
const IN_SANDBOX = {
  house: { ...HOUSE, rights: { ...HOUSE.rights, 'legal_time.clock': 'select, update (offset_ms)', 'legal_time.moves': ADD } },
  sandbox: system('sandbox', ['sandbox', 'sandbox_once'], {}),
  bank: system('bank', ['bank'], {}),
  hooks: system('hooks', ['sandbox_hooks'], {}),
} as const satisfies Readonly<Record<string, SystemRole>>

export type SystemName = keyof typeof SYSTEMS | keyof typeof IN_SANDBOX

export function systemRoles(mode: InstallationMode): readonly SystemRole[] {
  return mode === 'sandbox' ? [...Object.values(SYSTEMS), ...Object.values(IN_SANDBOX)] : [...Object.values(SYSTEMS), HOUSE]
}
