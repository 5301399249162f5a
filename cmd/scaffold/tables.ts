import { channelLike, comment, fillIn, schemaLine, source, text, type PackageChannel, type NewFile, type PackagePlan } from './words.ts'
import { fillText, type LocalText, type Passage } from '@ruqsat/foundation'
import texts from '../texts.yaml'
import notes from './texts.yaml'

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
  /** Said above `more`. */
  readonly note?: LocalText
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
    ...(row.note === undefined ? [] : [comment(plan, row.note, '    ')]),
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
    note: notes.view.compares,
    more: ['    compares: [iin, bin]'],
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

/** At a desk somebody of the provider takes the papers, enters and scans them; at a centre its operator takes them and sends them on. */
function counter(prefix: string, unit: string, sendsOn: boolean): readonly TableRow[] {
  const idAt = (place: string) => `${prefix}${place}`
  const [take, enter, scans, send, register, asked, refused, given] = sendsOn
    ? ([idAt('1'), '', '', idAt('2'), idAt('3'), idAt('C1'), idAt('4'), idAt('5')] as const)
    : ([idAt('1'), idAt('2'), idAt('3'), '', idAt('4'), idAt('C1'), idAt('5'), idAt('6')] as const)
  return [
    {
      id: take,
      unit,
      action: 'takeApplication',
      next: [`to: ${sendsOn ? send : enter}`],
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
      : [
          { id: enter, unit, action: 'fill', next: [`to: ${scans}`], completion: DONE, name: text(texts.tables.enterFromPaper) },
          { id: scans, unit, action: 'attachScans', next: [`to: ${register}`], completion: DONE, name: text(texts.tables.attachScans) },
        ]),
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

const TABLES: Readonly<Record<PackageChannel, { readonly name: string; readonly rows: readonly TableRow[]; readonly note: LocalText }>> = {
  portal: {
    name: text(texts.tables.portal.name),
    rows: PORTAL,
    note: notes.view.portal,
  },
  desk: {
    name: text(texts.tables.desk.name),
    rows: counter('O', 'clerk', false),
    note: notes.view.counter,
  },
  centre: {
    name: text(texts.tables.centre.name),
    rows: counter('N', 'clerk', true),
    note: notes.view.counter,
  },
}

/** The step table of one channel, shared by all variants where there are several. */
export function viewFile(plan: PackagePlan, channel: string): NewFile {
  const part = channelLike(plan, channel)
  const { name, rows, note } = TABLES[part]
  const [only, second] = plan.variants
  const isShared = second !== undefined
  return {
    path: isShared ? `views/${channel}.yaml` : `views/${only}.${channel}.yaml`,
    text: `${schemaLine(plan, 'view', 1)}
${comment(plan, fillText(isShared ? notes.view.shared : notes.view.own, { channel }))}
${comment(plan, notes.view.rows)}
${comment(plan, note)}
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
${comment(plan, fillText(notes.procedure.head, { step: `${prefix}3` }))}
variant: ${variant}
id: P-${variant}
source: ${source(plan, { part: 'procedure', variant })}
steps:
${rows.map((row, place) => rowText(plan, { part: 'procedure', item: `${place + 1})`, variant }, row)).join('\n')}
`,
  }
}
