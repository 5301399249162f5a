import type { Action, Outcome, Subject } from './model.ts'

/** Where an action may occur, which shape its row has, and which outcomes a `when` of it can name. */
export type ActionRule = {
  readonly place: 'view' | 'procedure'
  readonly shape: 'process' | 'condition'
  /** Outcomes that must all be led somewhere. */
  readonly needs: readonly Outcome[]
  /** Outcomes that a row may name besides. */
  readonly may: readonly Outcome[]
}

const viewStep: ActionRule = { place: 'view', shape: 'process', needs: ['done'], may: [] }
const viewQuestion: ActionRule = { place: 'view', shape: 'condition', needs: ['yes', 'no'], may: [] }
const writingStep: ActionRule = { place: 'procedure', shape: 'process', needs: ['done'], may: ['yes', 'no'] }
const staffStep: ActionRule = { place: 'procedure', shape: 'process', needs: ['done'], may: [] }
/** What comes of asking the applicant to correct the request: corrected, or not in time. */
const CORRECTABLE = ['correction', 'uncorrected'] as const satisfies readonly Outcome[]

/** One row per action of the closed list; a new action does not compile until it is listed here. */
export const ACTION_RULES = {
  registerAccount: viewStep,
  takeApplication: viewStep,
  signIn: viewStep,
  checkSignIn: viewQuestion,
  noticeSignInRefused: viewStep,
  fill: viewStep,
  pay: viewStep,
  checkPayment: viewQuestion,
  noticeNotPaid: viewStep,
  chooseCertificate: viewStep,
  checkCertificate: viewQuestion,
  noticeSignatureRefused: viewStep,
  sign: viewStep,
  askRegisters: viewStep,
  checkRegisters: viewQuestion,
  noticeNoData: viewStep,
  attachScans: viewStep,
  sendPackage: viewStep,
  registerRequest: viewStep,
  checkRequirements: viewQuestion,
  noticeRefused: viewStep,
  receiveResult: viewStep,
  accept: { ...staffStep, may: [...CORRECTABLE, 'notAccepted'] },
  assign: staffStep,
  examine: { ...staffStep, may: ['incomplete', ...CORRECTABLE, 'oral'] },
  approve: { ...staffStep, may: ['late'] },
  conclude: { ...staffStep, may: [...CORRECTABLE, 'oral'] },
  send: writingStep,
  visit: writingStep,
  record: writingStep,
  ask: { ...writingStep, may: ['yes', 'no', 'late'] },
  signResult: staffStep,
  handOver: staffStep,
} as const satisfies Record<Action, ActionRule>

/** What each question is about, and each notice that refuses because of it. */
export const ACTION_SUBJECTS: Readonly<Partial<Record<Action, Subject>>> = {
  checkSignIn: 'signIn',
  noticeSignInRefused: 'signIn',
  checkPayment: 'payment',
  noticeNotPaid: 'payment',
  checkCertificate: 'signature',
  noticeSignatureRefused: 'signature',
  checkRegisters: 'registers',
  noticeNoData: 'registers',
  checkRequirements: 'requirements',
  noticeRefused: 'requirements',
}

/** Staff actions whose row may name the step that the work goes back to. */
export const RETURNING_ACTIONS: readonly Action[] = ['signResult', 'approve']
