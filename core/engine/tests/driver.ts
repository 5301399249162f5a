import { isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import {
  apply,
  decide,
  emptyCase,
  type ActingOrder,
  type Actor,
  type BarredOfficials,
  type Basis,
  type CaseEvent,
  type CaseState,
  type Command,
  type ComplaintSubject,
  type DraftResult,
  type OnBehalfOf,
  type RegisterChange,
  type SatisfiedComplaint,
} from '../index.ts'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_STAFF, kiteOpening } from '../testing.ts'

type Without<C> = C extends Command ? Omit<C, 'newIds'> : never
export type Act = Without<Command>

export const OFFICE_OPENING = kiteOpening({ variant: 'revoke', view: 'office', signatureSha256: null })
export const BASIS: Basis = { groundIds: ['tangled'], reason: 'Found in the wires on 1 March.' }

/** A case that is driven by hand: legal time goes on a little with each command, ids count up. */
export class Drive {
  state: CaseState = emptyCase
  readonly events: CaseEvent[] = []
  now: Instant
  context = KITE_CONTEXT
  #ids = 0

  constructor(now: Instant = '2025-03-03T05:00:00.000Z') {
    this.now = now
  }

  give(act: Act, actor: Actor): readonly CaseEvent[] | Refusal {
    const answer = decide(this.state, { ...act, newIds: idsOf(++this.#ids) } as Command, actor, this.now, this.context)
    if (isRefusal(answer)) return answer
    this.events.push(...answer)
    this.state = answer.reduce(apply, this.state)
    return answer
  }

  /** Gives a command that must succeed; answers with the kinds of events. */
  must(act: Act, actor: Actor): readonly CaseEvent['kind'][] {
    const answer = this.give(act, actor)
    if (isRefusal(answer)) throw new Error(`${act.kind} was refused: ${answer.code}`)
    return answer.map(({ kind }) => kind)
  }

  code(act: Act, actor: Actor): string {
    const answer = this.give(act, actor)
    return isRefusal(answer) ? answer.code : `accepted: ${answer.map(({ kind }) => kind).join(', ')}`
  }

  get task(): string {
    return this.state.tasks[0]?.id ?? 'none'
  }

  get step(): string {
    return this.state.tasks[0]?.stepId ?? 'end'
  }

  open(variant = 'issue'): this {
    this.must({ kind: 'open', opening: kiteOpening({ variant }) }, KITE_APPLICANT)
    return this
  }

  openByOffice(basis: Basis = BASIS, actor: Actor = KITE_STAFF.head, variant = 'revoke'): this {
    this.must({ kind: 'open', opening: { ...OFFICE_OPENING, variant }, basis }, actor)
    return this
  }
}

export const COMPLAINT: SatisfiedComplaint = {
  caseId: 'case-2',
  requestNumber: 'KO-2025-000002',
  documentId: 'doc-9',
  what: 'refusal',
  does: 'reopens',
}

/** The case that complaints here are about. */
export const ABOUT: ComplaintSubject = { caseId: 'case-1', requestNumber: 'KO-2025-000001', what: 'refusal' }

/** A complaint about another case. */
export function complained(barred?: BarredOfficials): Drive {
  const drive = new Drive()
  const opening = kiteOpening({ variant: 'grievance', requestNumber: 'KO-2025-000002' })
  drive.must({ kind: 'open', opening, about: ABOUT, ...(barred && { barred }) }, KITE_APPLICANT)
  return drive
}

/** Enough for all that one command may start. */
export function idsOf(serial: number): readonly string[] {
  return [`task-${serial}`, ...Array.from({ length: 7 }, (_, place) => `task-${serial}-${place + 2}`)]
}

export const GRANT: DraftResult = { decision: 'grant', groundIds: [], explanation: '' }
export const REFUSE: DraftResult = { decision: 'refuse', groundIds: ['weak-string'], explanation: 'It broke in the trial.' }

const document = (drive: Drive, documentId: string) => {
  const decision = (drive.state.conclusion ?? drive.state.draft)!.decision
  return decision === 'grant'
    ? ({ documentId, documentKind: 'licence', number: drive.state.reservedNumber ?? 'KZ00KTE00000001', sha256: 'd'.repeat(64) } as const)
    : ({ documentId, documentKind: 'reasonedRefusal', number: null, sha256: 'd'.repeat(64) } as const)
}

/** What somebody carries who does the work of another by an order of these days. */
export function byOrder(absent: Extract<Actor, { kind: 'staff' }>, order: Partial<ActingOrder> = {}): OnBehalfOf {
  const { id, role } = absent
  return {
    id,
    role,
    order: { number: '12-к', date: '2025-02-28', why: 'leave', from: '2025-03-03', until: '2025-03-14', signs: true, ...order },
  }
}

/** What each step's holder does when nothing goes wrong. */
export const STEPS = {
  accept: (drive: Drive) => drive.must({ kind: 'accept', taskId: drive.task, journalNumber: 'J-1' }, KITE_STAFF.clerk),
  assign: (drive: Drive) =>
    drive.must({ kind: 'assign', taskId: drive.task, officerId: 'oscar', instruction: 'Please examine' }, KITE_STAFF.head),
  examine: (drive: Drive, draft = GRANT) => drive.must({ kind: 'examine', taskId: drive.task, draft }, KITE_STAFF.officer),
  approve: (drive: Drive) => drive.must({ kind: 'approve', taskId: drive.task, opinion: 'agrees', reason: '' }, KITE_STAFF.body),
  conclude: (drive: Drive, draft = GRANT) => drive.must({ kind: 'conclude', taskId: drive.task, draft }, KITE_STAFF.officer),
  prepare: (drive: Drive, id = 'doc-1', head: Actor = KITE_STAFF.head) =>
    drive.must({ kind: 'prepareResult', taskId: drive.task, document: document(drive, id) }, head),
  sign: (drive: Drive, id = 'doc-1', register?: RegisterChange, head: Actor = KITE_STAFF.head) =>
    drive.must(
      {
        ...(register && { register }),
        kind: 'signResult',
        taskId: drive.task,
        signed: { documentId: id, sha256: 'e'.repeat(64), signerCertificateSha256: 'f'.repeat(64), signedAt: drive.now },
      },
      head,
    ),
  handOver: (drive: Drive) => drive.must({ kind: 'handOver', taskId: drive.task }, KITE_STAFF.clerk),
}

/** Drives a new case of the long procedure until this step is open. */
export function driveTo(step: 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6' | 'L7' | 'end', draft = GRANT): Drive {
  const drive = new Drive().open()
  const acts = [
    STEPS.accept,
    STEPS.assign,
    (d: Drive) => STEPS.examine(d, draft),
    STEPS.approve,
    (d: Drive) => STEPS.conclude(d, draft),
    signed,
    STEPS.handOver,
  ]
  for (const act of acts) {
    if (drive.step === step) return drive
    act(drive)
  }
  return drive
}

function signed(drive: Drive): void {
  STEPS.prepare(drive)
  STEPS.sign(drive)
}
