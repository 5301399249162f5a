import { channelLike, fillIn, schemaLine, source, text, type PackageChannel, type NewFile, type PackagePlan } from './words.ts'
import { type Passage } from '@ruqsat/foundation'
import texts from '../texts.yaml'

type TableRow = {
  readonly id: string
  readonly unit: string
  readonly system?: string
  readonly action: string
  readonly name: string
  readonly completion: string
  readonly time?: string
  readonly next: readonly string[]
  readonly more?: readonly string[]
}

const DONE = text(texts.tables.done)
const SHOWN = text(texts.tables.shown)
const CHECKED = text(texts.tables.checked)
const yesNo = (yes: string, no: string) => [`when: yes, to: ${yes}`, `when: no, to: ${no}`]

/** One row of a table as YAML. */
function rowText(plan: PackagePlan, passage: Passage, row: TableRow): string {
  const isQuestion = row.next.some((each) => each.startsWith('when: yes'))
  return [
    `  - id: ${row.id}`,
    `    shape: ${isQuestion ? 'condition' : 'process'}`,
    `    unit: ${row.unit}`,
    ...(row.system === undefined ? [] : [`    system: ${row.system}`]),
    `    action: ${row.action}`,
    `    name: ${row.name}`,
    `    completion: ${row.completion}`,
    ...(row.time === undefined ? [] : [`    time: { duration: ${row.time} }`]),
    ...(row.more ?? []),
    `    next: [${row.next.map((each) => `{ ${each} }`).join(', ')}]`,
    `    source: ${source(plan, passage)}`,
  ].join('\n')
}

const PORTAL: readonly TableRow[] = [
  {
    id: 'A1',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'signIn',
    next: ['to: AC1'],
    completion: DONE,
    name: text(texts.tables.portal.signInToThePortal),
  },
  {
    id: 'AC1',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'checkSignIn',
    next: yesNo('A3', 'A2'),
    completion: CHECKED,
    name: text(texts.tables.portal.areTheLoginAndThe),
  },
  {
    id: 'A2',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'noticeSignInRefused',
    next: ['to: end'],
    completion: SHOWN,
    name: text(texts.tables.portal.noticeSignInRefused),
  },
  {
    id: 'A3',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'fill',
    next: ['to: A4'],
    completion: DONE,
    name: text(texts.tables.portal.fillInTheFormAttach),
  },
  {
    id: 'A4',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'chooseCertificate',
    next: ['to: AC2'],
    completion: DONE,
    name: text(texts.tables.portal.chooseTheCertificate),
  },
  {
    id: 'AC2',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'checkCertificate',
    next: yesNo('A6', 'A5'),
    completion: CHECKED,
    name: text(texts.tables.portal.isTheCertificateValidAnd),
    more: ['    # Numbers of the certificate that are compared with those of the request.', '    compares: [iin, bin]'],
  },
  {
    id: 'A5',
    unit: 'portal',
    system: 'IS-PORTAL',
    action: 'noticeSignatureRefused',
    next: ['to: end'],
    completion: SHOWN,
    name: text(texts.tables.portal.noticeSignatureNotConfirmed),
  },
  {
    id: 'A6',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'sign',
    next: ['to: A7'],
    completion: DONE,
    name: text(texts.tables.portal.signTheRequest),
  },
  {
    id: 'A7',
    unit: 'licensingDatabase',
    system: 'IS-LICENSING',
    action: 'registerRequest',
    next: ['to: AC3'],
    name: text(texts.tables.portal.registerTheRequest),
    completion: text(texts.tables.portal.numberGiven),
  },
  {
    id: 'AC3',
    unit: 'officer',
    system: 'IS-LICENSING',
    action: 'checkRequirements',
    next: yesNo('A9', 'A8'),
    name: text(texts.tables.portal.doesTheApplicantMeetThe),
    completion: text(texts.tables.portal.decided),
  },
  {
    id: 'A8',
    unit: 'licensingDatabase',
    system: 'IS-LICENSING',
    action: 'noticeRefused',
    next: ['to: end'],
    name: text(texts.tables.portal.reasonedRefusal),
    completion: text(texts.tables.portal.reasonedRefusalGiven),
  },
  {
    id: 'A9',
    unit: 'applicant',
    system: 'IS-PORTAL',
    action: 'receiveResult',
    next: ['to: end'],
    name: text(texts.tables.portal.receiveTheResult),
    completion: text(texts.tables.portal.resultInThePersonalCabinet),
  },
]

/** At a desk somebody of the provider takes the papers; at a centre its operator does and sends them on. */
function counter(prefix: string, unit: string, sendsOn: boolean): readonly TableRow[] {
  const [take, send, register, asked, refused, given] = ['1', '2', '3', 'C1', '4', '5'].map((place) => `${prefix}${place}`) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return [
    {
      id: take,
      unit,
      action: 'takeApplication',
      next: [`to: ${sendsOn ? send : register}`],
      completion: DONE,
      name: text(texts.tables.takeTheApplicationAndThe),
    },
    ...(sendsOn
      ? [
          {
            id: send,
            unit,
            action: 'sendPackage',
            next: [`to: ${register}`],
            completion: DONE,
            name: text(texts.tables.sendTheDocumentsToThe),
          },
        ]
      : []),
    {
      id: register,
      unit: 'licensingDatabase',
      system: 'IS-LICENSING',
      action: 'registerRequest',
      next: [`to: ${asked}`],
      name: text(texts.tables.registerTheRequest),
      completion: text(texts.tables.numberGiven),
    },
    {
      id: asked,
      unit: 'officer',
      system: 'IS-LICENSING',
      action: 'checkRequirements',
      next: yesNo(given, refused),
      name: text(texts.tables.doesTheApplicantMeetThe),
      completion: text(texts.tables.decided),
    },
    {
      id: refused,
      unit,
      action: 'noticeRefused',
      next: ['to: end'],
      name: text(texts.tables.reasonedRefusal),
      completion: text(texts.tables.reasonedRefusalGiven),
    },
    {
      id: given,
      unit: 'applicant',
      action: 'receiveResult',
      next: ['to: end'],
      name: text(texts.tables.receiveTheResult),
      completion: text(texts.tables.resultGiven),
    },
  ]
}

const TABLES: Readonly<
  Record<PackageChannel, { readonly name: string; readonly rows: readonly TableRow[]; readonly notes: readonly string[] }>
> = {
  portal: {
    name: text(texts.tables.portal.name),
    rows: PORTAL,
    notes: [
      '# Offered, it is executed as it stands: the portal leads a person from `fill` to `registerRequest` over askRegisters, checkRegisters, pay, checkPayment,',
      '# chooseCertificate, checkCertificate and sign, in the order of this table; registers and payment come before the signature.',
      '# A paid service has, after `fill`: pay -> checkPayment (yes: on; no: noticeNotPaid -> end).',
      '# Where a register is asked, after `fill`: askRegisters -> checkRegisters (yes: on; no: noticeNoData -> end).',
    ],
  },
  desk: {
    name: text(texts.tables.desk.name),
    rows: counter('O', 'clerk', false),
    notes: ['# Shown and checked; whether an installation executes it, docs/regulation-language.md says under "What offered means".'],
  },
  centre: {
    name: text(texts.tables.centre.name),
    rows: counter('N', 'clerk', true),
    notes: ['# Shown and checked; whether an installation executes it, docs/regulation-language.md says under "What offered means".'],
  },
}

/** The step table of one channel, shared by all variants where there are several. */
export function viewFile(plan: PackagePlan, channel: string): NewFile {
  const part = channelLike(plan, channel)
  const { name, rows, notes } = TABLES[part]
  const [only, second] = plan.variants
  const isShared = second !== undefined
  return {
    path: isShared ? `views/${channel}.yaml` : `views/${only}.${channel}.yaml`,
    text: `${schemaLine(plan, 'view', 1)}
# The steps of one channel, row by row. ${isShared ? 'All these variants go this way; a variant that goes another way gets views/<variant>.' : 'Where several variants share it, name the file views/'}${isShared ? `${channel}.yaml of its own.` : `${channel}.yaml and write \`variants: […]\`.`}
# The first row is where it begins. A question needs both \`yes\` and \`no\`; \`end\` ends. Ids are never reused.
# Times stand where the act gives them: time: { duration: { amount: 90, unit: seconds } }
${notes.join('\n')}
${isShared ? `variants: [${plan.variants.join(', ')}]` : `variant: ${only}`}
id: ${channel}
name: ${part === channel ? name : fillIn(texts.tables.ownChannel)}
offered: false
source: ${source(plan, { part })}
steps:
${rows.map((row, place) => rowText(plan, { part, item: `${place + 1})` }, row)).join('\n')}
`,
  }
}

const PROCEDURE: readonly Omit<TableRow, 'id'>[] = [
  {
    unit: 'clerk',
    action: 'accept',
    time: '{ amount: 30, unit: minutes }',
    next: [],
    completion: DONE,
    name: text(texts.tables.procedure.acceptTheDocumentsAndPass),
  },
  {
    unit: 'head',
    action: 'assign',
    time: '{ amount: 1, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text(texts.tables.procedure.nameTheResponsibleOfficer),
  },
  {
    unit: 'officer',
    action: 'examine',
    time: '{ amount: 5, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text(texts.tables.procedure.examineTheDocumentsAndDraft),
  },
  {
    unit: 'head',
    action: 'signResult',
    time: '{ amount: 1, unit: workingDays }',
    next: [],
    completion: DONE,
    name: text(texts.tables.procedure.signTheResult),
  },
  {
    unit: 'clerk',
    action: 'handOver',
    time: '{ amount: 30, unit: minutes }',
    next: [],
    completion: DONE,
    name: text(texts.tables.procedure.handTheResultOver),
  },
]

/** The staff procedure of one variant: accept, assign, examine, sign, hand over. */
export function procedureFile(plan: PackagePlan, variant: string): NewFile {
  const prefix = `P-${variant}-`
  const rows = PROCEDURE.map((row, place): TableRow => {
    const to = place + 1 < PROCEDURE.length ? `${prefix}${place + 2}` : 'end'
    // The head may send a draft back only where the act lets it; a return that it does not know is a finding.
    return { ...row, id: `${prefix}${place + 1}`, next: [`to: ${to}`], system: 'IS-WORKSTATION' }
  })
  return {
    path: `procedure/${variant}.yaml`,
    text: `${schemaLine(plan, 'procedure', 1)}
# What happens inside the provider after registration; its decision answers \`checkRequirements\` of the channel.
# Actions: accept, assign, examine, approve (another body's opinion), conclude (after it), signResult, handOver.
# Where the act lets the head send a draft back: returnTo: ${prefix}3 on the step that signs.
variant: ${variant}
id: P-${variant}
source: ${source(plan, { part: 'procedure', variant })}
steps:
${rows.map((row, place) => rowText(plan, { part: 'procedure', item: `${place + 1})`, variant }, row)).join('\n')}
`,
  }
}
