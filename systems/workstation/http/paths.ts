/** Addresses of this room's pages, without the language. */
export const PATHS = {
  work: '/work',
  signIn: '/work/sign-in',
  signOut: '/work/sign-out',
  reset: '/work/password-reset',
  account: '/work/account',
  keys: '/work/keys',
  journal: '/work/journal',
  overview: '/work/overview',
  cases: '/work/cases',
  case: (number: string) => `/work/cases/${encodeURIComponent(number)}`,
  task: (caseId: string, taskId: string) => `/work/tasks/${encodeURIComponent(caseId)}/${encodeURIComponent(taskId)}`,
  prepare: (caseId: string, taskId: string) => `${PATHS.task(caseId, taskId)}/prepare`,
  sign: (caseId: string, taskId: string) => `${PATHS.task(caseId, taskId)}/sign`,
  takeBack: (caseId: string) => `/work/case-files/${encodeURIComponent(caseId)}/take-back`,
  attachment: (caseId: string, sha256: string) =>
    `/work/case-files/${encodeURIComponent(caseId)}/attachments/${encodeURIComponent(sha256)}`,
  document: (documentId: string) => `/work/documents/${encodeURIComponent(documentId)}`,
} as const
