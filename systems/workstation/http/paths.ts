/** Addresses of this room's pages, without the language. */
const WORK = '/work'

const task = (caseId: string, taskId: string) => `${WORK}/tasks/${caseId}/${taskId}`
const caseFile = (caseId: string) => `${WORK}/case-files/${caseId}`

/** Patterns of the routes, for `localPath`. */
export const ROUTES = {
  case: `${WORK}/cases/:number`,
  task: task(':caseId', ':taskId'),
  prepare: `${task(':caseId', ':taskId')}/prepare`,
  sign: `${task(':caseId', ':taskId')}/sign`,
  takeBack: `${caseFile(':caseId')}/take-back`,
  reassign: `${caseFile(':caseId')}/reassign`,
  batchReport: `${WORK}/batch/:token`,
  exchangeProof: `${WORK}/exchange/:entryId/:part.json`,
  endSubstitution: `${WORK}/substitutions/:substitutionId/end`,
  attachment: `${caseFile(':caseId')}/attachments/:sha256`,
  document: `${WORK}/documents/:documentId`,
  proceedings: `${WORK}/proceedings/:regulation/:variant`,
  counterEntry: `${WORK}/counter/:entryId`,
  counterContent: `${WORK}/counter/:entryId/content`,
  counterSign: `${WORK}/counter/:entryId/sign`,
  counterReceipt: `${caseFile(':caseId')}/receipt`,
} as const

const safe = encodeURIComponent

export const PATHS = {
  work: WORK,
  signIn: `${WORK}/sign-in`,
  signOut: `${WORK}/sign-out`,
  reset: `${WORK}/password-reset`,
  account: `${WORK}/account`,
  security: `${WORK}/account/security`,
  keys: `${WORK}/keys`,
  journal: `${WORK}/journal`,
  journalPrint: `${WORK}/journal/print`,
  journalFile: `${WORK}/journal/file`,
  overview: `${WORK}/overview`,
  reassignMany: `${WORK}/overview/reassign`,
  load: `${WORK}/load`,
  waiting: `${WORK}/waiting`,
  views: `${WORK}/views`,
  batch: `${WORK}/batch`,
  batchReport: (token: string) => `${WORK}/batch/${safe(token)}`,
  control: `${WORK}/control`,
  messages: `${WORK}/messages`,
  exchange: `${WORK}/exchange`,
  exchangeProof: (entryId: string, part: string) => `${WORK}/exchange/${safe(entryId)}/${safe(part)}.json`,
  settleIncident: `${WORK}/messages/incident`,
  redirectMessage: `${WORK}/messages/address`,
  payments: `${WORK}/payments`,
  substitutions: `${WORK}/substitutions`,
  endSubstitution: (id: string) => `${WORK}/substitutions/${safe(id)}/end`,
  cases: `${WORK}/cases`,
  proceedings: `${WORK}/proceedings`,
  openProceedings: (regulation: string, variant: string) => `${WORK}/proceedings/${safe(regulation)}/${safe(variant)}`,
  counter: `${WORK}/counter`,
  counterEntry: (id: string) => `${WORK}/counter/${safe(id)}`,
  counterContent: (id: string) => `${WORK}/counter/${safe(id)}/content`,
  counterSign: (id: string) => `${WORK}/counter/${safe(id)}/sign`,
  counterReceipt: (caseId: string) => `${caseFile(safe(caseId))}/receipt`,
  case: (number: string) => `${WORK}/cases/${safe(number)}`,
  task: (caseId: string, taskId: string) => task(safe(caseId), safe(taskId)),
  prepare: (caseId: string, taskId: string) => `${task(safe(caseId), safe(taskId))}/prepare`,
  sign: (caseId: string, taskId: string) => `${task(safe(caseId), safe(taskId))}/sign`,
  takeBack: (caseId: string) => `${caseFile(safe(caseId))}/take-back`,
  reassign: (caseId: string) => `${caseFile(safe(caseId))}/reassign`,
  /** `place` is that of the file in the request, from 1: two files of the same bytes have a name each. */
  attachment: (caseId: string, sha256: string, place: number) => `${caseFile(safe(caseId))}/attachments/${safe(sha256)}?place=${place}`,
  /** The same file to be shown inside a page of ours. */
  preview: (caseId: string, sha256: string, place: number) => `${PATHS.attachment(caseId, sha256, place)}&preview=yes`,
  document: (documentId: string) => `${WORK}/documents/${safe(documentId)}`,
} as const
