// The closed lists of words that a package may use. What a word does is said once, elsewhere: `actions.ts`, `systems.ts`, the engine.

/**
 * The closed list of actions; each is implemented once and a package only orders, times and words them.
 * `signIn`, `checkSignIn` belong to the session; `process` is the stretch in which the staff procedure runs.
 */
export const ACTIONS = [
  'registerAccount',
  'takeApplication',
  'signIn',
  'checkSignIn',
  'noticeSignInRefused',
  'fill',
  'pay',
  'checkPayment',
  'noticeNotPaid',
  'chooseCertificate',
  'checkCertificate',
  'noticeSignatureRefused',
  'sign',
  'askRegisters',
  'checkRegisters',
  'noticeNoData',
  'attachScans',
  'sendPackage',
  'registerRequest',
  'checkRequirements',
  'noticeRefused',
  'receiveResult',
  'accept',
  'assign',
  'examine',
  'approve',
  'conclude',
  'send',
  'visit',
  'record',
  'ask',
  'signResult',
  'handOver',
] as const
export type Action = (typeof ACTIONS)[number]

/** Actions of staff that decide nothing: something is sent, looked at on the spot, entered in a register of the act, asked of another body. */
export const WRITING_ACTIONS = ['send', 'visit', 'record', 'ask'] as const satisfies readonly Action[]
export type WritingAction = (typeof WRITING_ACTIONS)[number]

/**
 * Outcomes that a `when` can name, per action: conditions give yes/no; examine may find a set incomplete. `correction`: the applicant is asked to
 * correct the request, and did so; `uncorrected`: the time for it passed. `notAccepted`: the request is not taken in. `oral`: whoever is heard
 * asked to be heard in person.
 */
export const OUTCOMES = ['yes', 'no', 'done', 'incomplete', 'late', 'correction', 'uncorrected', 'notAccepted', 'oral'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Outcomes that whoever does the step finds, and that may have a time of their own; of the others the time is the step's. */
export const TIMED_OUTCOMES = ['incomplete', 'correction', 'notAccepted'] as const satisfies readonly Outcome[]
export type TimedOutcome = (typeof TIMED_OUTCOMES)[number]

/** What a question or a notice is about; the checker compares a refusal with the question before it. */
export const SUBJECTS = ['signIn', 'payment', 'signature', 'registers', 'requirements', 'documents', 'applicantData'] as const
export type Subject = (typeof SUBJECTS)[number]

/** How a person may confirm a request: by a signature of their own, or by a one-time password, and the portal then seals it. */
export const REQUEST_PROOFS = ['signature', 'oneTimePassword'] as const
export type RequestProof = (typeof REQUEST_PROOFS)[number]

/** The moments of a case at which somebody is notified. */
export const NOTICE_MOMENTS = [
  'requestRegistered',
  'stageReached',
  'resultReady',
  'requestRefused',
  'taskLate',
  'termMoved',
  'termExtended',
  'taskGiven',
  'taskDueSoon',
  'taskStillLate',
  'correctionAsked',
  'correctionMissed',
  'hearingOpened',
  'measureHearingOpened',
  'answerTermMoved',
  'answerNotTaken',
  'requestWithdrawn',
  'requestNotAccepted',
  'grantedBySilence',
  'refusedBySilence',
  'proceedingsOpened',
  'proceedingsDecided',
  'complaintSatisfied',
] as const
export type NoticeMoment = (typeof NOTICE_MOMENTS)[number]
export const NOTICE_CHANNELS = ['sms', 'email'] as const

/** What a service gives where it does not refuse. All but a notice have a number in the register. */
export const GRANT_KINDS = ['licence', 'permit', 'certificate', 'extract', 'notice'] as const
export type GrantKind = (typeof GRANT_KINDS)[number]

/** What a result does to the register: gives a number, or acts on an earlier one. */
export const RESULT_ACTIONS = ['issues', 'extends', 'replaces', 'duplicates', 'corrects', 'suspends', 'resumes', 'ends'] as const
export type ResultAction = (typeof RESULT_ACTIONS)[number]

/**
 * What of another case may be complained of: how it was decided, that it was not taken in, that a step of it is late, how an official behaved, how
 * people were served by the organisation that takes applications for the provider.
 */
export const COMPLAINT_MATTERS = ['refusal', 'nonAcceptance', 'lateness', 'conduct', 'counter'] as const
export type ComplaintMatter = (typeof COMPLAINT_MATTERS)[number]

/** What a satisfied complaint does to that case: it is considered again from its beginning, or its authority is to do what it left undone. */
export const COMPLAINT_EFFECTS = ['reopens', 'orders'] as const
export type ComplaintEffect = (typeof COMPLAINT_EFFECTS)[number]

export const VALIDITY_UNITS = ['days', 'months', 'years'] as const

/** How an answer can contradict a requirement: options of a choice (or `yes`, `no`), a number below or above a bound, somebody too young. */
export const CONTRADICTION_CONDITIONS = ['answers', 'below', 'above', 'youngerThanYears'] as const

/** What the account and the registers of people and firms know of an applicant. */
export const KNOWN_FACTS = [
  'applicant.name',
  'applicant.identifier',
  'applicant.address',
  'applicant.phone',
  'applicant.email',
  'applicant.head',
] as const
export type KnownFact = (typeof KNOWN_FACTS)[number]

/** The ten signs that the acts' legends know. */
export const SIGNS = [
  'startMessage',
  'endMessage',
  'error',
  'plainEnd',
  'informationSystem',
  'process',
  'condition',
  'controlFlow',
  'messageFlow',
  'documentToRecipient',
] as const
export type Sign = (typeof SIGNS)[number]

/** What the total of a case does while the applicant corrects the request. */
export const CORRECTION_CLOCK = ['stopped', 'running'] as const

/** What it means that a body has not answered by the end of its term. */
export const SILENCE = ['consent', 'objection', 'nothing'] as const
/** What it means that the provider has not decided by the end of the whole term. */
export const PROVIDER_SILENCE = ['grant', 'refusal', 'nothing'] as const
/** Whether an objection of a body binds whoever decides. */
export const OBJECTION = ['binds', 'advises'] as const
