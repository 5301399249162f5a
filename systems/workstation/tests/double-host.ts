// A host of cases for tests: the real engine and database with a made-up act, careless or failing on command.
import { hash, randomUUID } from 'node:crypto'
import {
  migrateCaseflow,
  openCaseflow,
  type CaseHost,
  type CaseView,
  type HistoryLine,
  type Party,
  type PlannedCommand,
  type TaskPage,
  type Waiting,
} from '@ruqsat/caseflow'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import { countedTask, dueDateIn, dueDateOfEvent, inHistory, worksFor, type Actor, type CaseEvent, type CaseState } from '@ruqsat/engine'
import { KITE_APPLICANT, KITE_EDITION, KITE_TABLES, kiteOpening } from '@ruqsat/engine/testing'
import {
  codeKey,
  Fault,
  isRefusal,
  refusalsOf,
  type Language,
  type Refusal,
  orFault,
  parseMobileNumber,
  parseMailAddress,
  parseIIN,
  type LocalDate,
} from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'

const { regulation } = KITE_EDITION
const SCHEMA = 'town'
const LETTERS = regulation.variants[0]!.results.grant.registerLetters

export const PARTY: Party = {
  accountId: 'anna',
  kind: 'individual',
  iin: orFault(parseIIN('900101400003')),
  bin: null,
  name: 'Сейітова Әлия',
  address: 'Батпырауық қ., Жел к., 1',
  phone: orFault(parseMobileNumber('+77010000001')),
  email: orFault(parseMailAddress('anna@example.kz')),
  language: 'kk',
}
const SKETCH = Buffer.from('%PDF-1.7\nthe sketch of a kite\n%%EOF\n')
/** Called a PDF, and none. */
const DISGUISED = Buffer.from('<script>alert(1)</script>')
export const ATTACHMENTS = [attachment('сызба 1.pdf', SKETCH), attachment('ескерту.pdf', DISGUISED), attachment('сызба 2.pdf', SKETCH)]
const BYTES = new Map([SKETCH, DISGUISED].map((bytes) => [sha256(bytes), bytes]))

export const REQUEST = {
  schema: 'ruqsat.request/1',
  edition: { regulation: 'kites', hash: KITE_EDITION.hash },
  variant: 'issue',
  view: 'portal',
  form: { id: 'kite-form', language: 'kk' },
  title: 'Батпырауық ұшыру рұқсатын сұраймын',
  addressee: 'Батпырауық кеңсесі',
  sections: [{ title: 'Батпырауық', fields: [{ id: 'colour', label: 'Түсі', value: 'blue', valueText: 'Көк' }] }],
  attachments: ATTACHMENTS.map((each) => ({ ...each, label: 'Сызба' })),
  payment: null,
  statements: ['Мәліметтер дұрыс.'],
  applicant: { kind: 'individual', iin: PARTY.iin, bin: null, name: PARTY.name },
  preparedAt: '2025-03-03T04:55:00.000Z',
  draftId: 'draft-1',
  nobodyWordedThis: 'бірақ оған да қол қойылды',
}

const NO = refusalsOf('town.', { 'not-found': { text: all('Мұндай іс табылмады'), remedy: all('Нөмірін тексеріңіз') } })('not-found')

function all(text: string) {
  return { kk: text, ru: text, en: text }
}
function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}
function attachment(name: string, bytes: Uint8Array) {
  return { slot: 'sketch', name, mediaType: 'application/pdf', sizeBytes: bytes.length, sha256: sha256(bytes) }
}

const NO_TASKS: TaskPage = { tasks: [], previous: null, next: null, total: 0, late: 0, counts: [] }

type Call = 'act' | 'prepareResult' | 'signResult' | 'readCase' | 'listTasks'
/** `fault`: breaks before anything happens. `faultAfter`: it is done, and the answer is lost. Or a refusal of one's choice. */
type Failure = 'fault' | 'faultAfter' | Refusal | Waiting

export async function openDoubleHost(deps: {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
}) {
  await migrateCaseflow(deps.database, SCHEMA)
  const flow = openCaseflow({
    ...deps,
    sql: deps.database.sql,
    schema: SCHEMA,
    editions: (hash) => (hash === KITE_EDITION.hash ? KITE_EDITION : null),
    tables: KITE_TABLES,
    onOutbox: {
      notice: async () => {
        if (control.isNeighbourDown) throw new Fault('Expected the gateway but it is down', { retry: 'never' })
        control.delivered += 1
      },
    },
  })
  const failures = new Map<Call, Failure[]>()
  const documents = new Map<
    string,
    { readonly caseId: string; readonly bytes: Buffer; readonly byteRange: readonly number[]; readonly number: string | null }
  >()
  const numbers = new Map<string, string>()
  const control = { isCareless: false, isNeighbourDown: false, delivered: 0, signed: [] as string[], language: 'kk' as Language }

  async function failing<T>(call: Call, work: () => Promise<T>): Promise<T | Refusal> {
    const failure = failures.get(call)?.shift()
    if (failure === 'fault') throw new Error(`${call} broke`)
    if (typeof failure === 'object') return failure as Refusal
    const answer = await work()
    if (failure === 'faultAfter') throw new Error(`the answer of ${call} was lost`)
    return answer
  }

  function mayRead(state: CaseState, reader: Actor): boolean {
    if (control.isCareless) return true
    if (reader.kind !== 'staff') return false
    if (reader.role === 'interestedBody') return reader.authority === 'wind-watch'
    if (reader.authority !== state.opening!.authority) return false
    return reader.role !== 'officer' || state.officerId === worksFor(reader) || state.doneTasks.some(({ by }) => by.id === reader.id)
  }

  async function view(caseId: string, reader: Actor): Promise<CaseView | Refusal> {
    const seen = await flow.read(caseId)
    if (seen === null || !mayRead(seen.state, reader)) return NO
    const { state, version } = seen
    const events = await flow.events(state.opening!)
    const { opening, signed } = state
    const variant = regulation.variants.find(({ id }) => id === opening!.variant)!
    return {
      kind: 'caseView',
      works: [],
      summary: {
        caseId,
        requestNumber: opening!.requestNumber,
        service: regulation.service,
        variant: variant.name,
        status: state.status,
        registeredAt: state.openedAt!,
        totalDue: state.total!.due,
        totalDueOn: state.total!.due.slice(0, 10) as LocalDate,
        stage: state.tasks[0] ? stepById(variant.procedure.steps, state.tasks[0].stepId).name : all('Аяқталды'),
      },
      total: dueDateIn(inHistory(events), state.total!, { of: 'total' }),
      version,
      regulation: regulation.id,
      editionHash: KITE_EDITION.hash,
      variantId: opening!.variant,
      party: PARTY,
      request: { ...REQUEST, form: { ...REQUEST.form, language: control.language } },
      attachments: ATTACHMENTS,
      tasks: state.tasks
        .filter(
          (task) =>
            reader.kind === 'staff' &&
            (control.isCareless || (task.role === reader.role && (task.assignee === null || task.assignee === worksFor(reader)))),
        )
        .map((task) => countedTask(inHistory(events), task)),
      state,
      history: events.map(lineOf),
      result: signed && {
        documentId: signed.documentId,
        number: state.prepared?.number ?? null,
        signedAt: signed.signedAt,
        decision: (state.conclusion ?? state.draft)!.decision,
      },
    }
  }

  function lineOf(event: CaseEvent, place: number, events: readonly CaseEvent[]): HistoryLine {
    const due = dueDateOfEvent(inHistory(events), place + 1)
    const by = event.actor.kind === 'staff' ? event.actor.id : null
    const text = event.kind === 'assigned' ? all(`Бұрыштама: ${event.instruction}`) : all(event.kind)
    return { at: event.at, event: event.kind, stepId: 'stepId' in event ? event.stepId : null, text, source: event.source, due, by }
  }

  const step = (caseId: string, actor: Actor, command: PlannedCommand) => flow.step({ caseId, actor, plan: () => ({ command }) })

  function summarised(page: Awaited<ReturnType<typeof flow.listTasks>>): TaskPage {
    const tasks = page.tasks.map(({ caseId, taskId, state, due }) => {
      const { stepId, startedAt, late, assignee } = state.tasks.find(({ id }) => id === taskId)!
      const { requestNumber, editionHash, variant: variantId } = state.opening!
      const applicantName = PARTY.name
      return {
        caseId,
        taskId,
        requestNumber,
        editionHash,
        variantId,
        stepId,
        applicantName,
        openedAt: state.openedAt!,
        startedAt,
        due,
        late,
        assignee,
      }
    })
    return { ...page, tasks }
  }

  let journal = 0
  const host: CaseHost = {
    storeAttachment: async () => null,
    register: async () => NO,
    answerHearing: async () => NO,
    askOralHearing: async () => NO,
    listWaiting: async () => [],
    correct: async () => NO,
    withdraw: async () => NO,
    registerAtCounter: async () => NO,
    earlierAtCounter: async () => NO,
    numberForProceedings: async () => NO,
    openProceedings: async () => NO,
    listForApplicant: async () => [],
    listTasks: (actors, query) =>
      failing('listTasks', async () => {
        const staff = [actors].flat().filter((actor) => actor.kind === 'staff')
        if (staff[0] === undefined) return NO_TASKS
        const of = staff.map((actor) => ({ role: actor.role, actorId: worksFor(actor) }))
        return summarised(await flow.listTasks({ ...query, authority: staff[0].authority, of }))
      }) as ReturnType<CaseHost['listTasks']>,
    listTasksOfAuthority: async (head, query) =>
      head.kind !== 'staff' || head.role !== 'head' ? NO_TASKS : summarised(await flow.listTasks({ ...query, authority: head.authority })),
    officersWithWork: async (head) => (head.kind !== 'staff' || head.role !== 'head' ? [] : flow.officersWithWork(head.authority)),
    loadOfAuthority: async (head) =>
      head.kind !== 'staff' || head.role !== 'head'
        ? { open: 0, late: 0, byOfficer: [], byService: [], byStep: [], isCut: false }
        : flow.loadOf(head.authority),
    readCase: (caseId, reader) => failing('readCase', () => view(caseId, reader)),
    async findByNumber(number, reader) {
      const caseId = [...numbers].find(([known]) => codeKey(known) === codeKey(number))?.[1]
      return caseId === undefined ? NO : host.readCase(caseId, reader)
    },
    act: (caseId, act, actor) =>
      failing('act', async () => {
        const command = (act.kind === 'accept' ? { ...act, journalNumber: `J-${++journal}` } : act) as PlannedCommand
        const answer = await step(caseId, actor, command)
        return isRefusal(answer) ? answer : view(caseId, { kind: 'staff', id: actor.id, role: 'head', authority: 'kite-office' })
      }),
    listIncidents: async (head, query) =>
      head.kind !== 'staff' || head.role !== 'head'
        ? []
        : (await flow.incidents.list(head.authority, query)).map((each) => ({
            ...each,
            requestNumber: [...numbers].find(([, caseId]) => caseId === each.caseId)?.[0] ?? '',
          })),
    settleIncident: async (asked, head) => (head.kind === 'staff' ? flow.incidents.settle(asked, head) : NO),
    prepareResult: (caseId, taskId, actor) =>
      failing('prepareResult', async () => {
        const { state } = (await flow.read(caseId))!
        const known = state.prepared && documents.get(state.prepared.documentId)
        if (state.prepared && known)
          return {
            kind: 'preparedResult',
            documentId: state.prepared.documentId,
            number: known.number,
            sha256: state.prepared.sha256,
            byteRange: known.byteRange,
          }
        const conclusion = state.conclusion ?? state.draft
        const isGrant = conclusion?.decision === 'grant'
        const number = isGrant ? (state.reservedNumber ?? `KZ00${LETTERS}0000000${documents.size + 1}`) : null
        const { pdf, byteRange } = preparedPdf()
        const document = {
          documentId: randomUUID(),
          documentKind: isGrant ? ('licence' as const) : ('reasonedRefusal' as const),
          number,
          sha256: sha256(pdf),
        }
        const answer = await step(caseId, actor, { kind: 'prepareResult', taskId, document })
        if (isRefusal(answer)) return answer
        documents.set(document.documentId, { caseId, bytes: pdf, byteRange, number })
        return { kind: 'preparedResult', documentId: document.documentId, number, sha256: document.sha256, byteRange }
      }),
    signResult: (caseId, taskId, documentId, cmsBase64, actor) =>
      failing('signResult', async () => {
        const signedAt = await deps.legalClock.now()
        const signed = { documentId, sha256: 'e'.repeat(64), signerCertificateSha256: 'f'.repeat(64), signedAt }
        const answer = await step(caseId, actor, { kind: 'signResult', taskId, signed })
        if (isRefusal(answer)) return answer
        control.signed.push(cmsBase64)
        return view(caseId, actor)
      }),
    async readDocument(documentId, reader) {
      const document = documents.get(documentId)
      const state = document && (await flow.read(document.caseId))!.state
      if (!document || !state || !mayRead(state, reader)) return NO
      return {
        kind: 'document',
        name: 'рұқсат.pdf',
        mediaType: 'application/pdf',
        sha256: sha256(document.bytes),
        bytesBase64: document.bytes.toString('base64'),
      }
    },
    async readAttachment(caseId, digest, reader) {
      const state = (await flow.read(caseId))?.state
      const bytes = BYTES.get(digest)
      const row = ATTACHMENTS.find((each) => each.sha256 === digest)
      if (!state || !bytes || !row || !mayRead(state, reader)) return NO
      return { kind: 'document', name: row.name, mediaType: row.mediaType, sha256: digest, bytesBase64: bytes.toString('base64') }
    },
  }

  let opened = 0
  return {
    host,
    control,
    flow,
    fail: (call: Call, failure: Failure) => void failures.set(call, [...(failures.get(call) ?? []), failure]),
    /** Opens a case; answers its id, its number and its first task. */
    async open(variant = 'issue', requestNumber = `KO-2025-${String(++opened).padStart(6, '0')}`) {
      const caseId = randomUUID()
      const answer = await step(caseId, KITE_APPLICANT, { kind: 'open', opening: kiteOpening({ caseId, variant, requestNumber }) })
      if (isRefusal(answer)) throw new Error(answer.code)
      numbers.set(requestNumber, caseId)
      return { caseId, requestNumber }
    },
    /** The open task of a case. */
    taskOf: async (caseId: string) => (await flow.read(caseId))!.state.tasks[0]!.id,
    stateOf: async (caseId: string) => (await flow.read(caseId))!.state,
    stop: () => flow.stop(),
  }
}

export type DoubleHost = Awaited<ReturnType<typeof openDoubleHost>>

/** A PDF in outline, prepared for a signature: enough for ranges. */
function preparedPdf(): { readonly pdf: Buffer; readonly byteRange: readonly number[] } {
  const room = 8192
  const parts = (range: string) => [
    `%PDF-1.7\n1 0 obj<</Type/Sig/ByteRange [${range.padEnd(40)}]/Contents `,
    `<${'0'.repeat(room * 2)}>`,
    '/M(D:20250303)>>endobj\n%%EOF\n',
  ]
  const [before, gap, after] = parts('').map((part) => part.length) as [number, number, number]
  const byteRange = [0, before, before + gap, after]
  return { pdf: Buffer.from(parts(byteRange.join(' ')).join('')), byteRange }
}
