// The commands of `npx ruqsat`, in the order in which they are listed. A verb is listed here when it works. Each is loaded when it is
// called:
// a command needs its own rooms to be sound, and no others.
import type { CliCommand } from './command.ts'

export type Listed = { readonly name: string; readonly summary: string }
export type Loadable = Listed & { load(): Promise<{ readonly command: CliCommand }> }

export const commands: readonly Loadable[] = [
  {
    name: 'regulation check',
    summary: 'check regulation packages: errors by line, findings with their readings',
    load: () => import('./regulation-check.ts'),
  },
  {
    name: 'regulation prove',
    summary: 'prove what a package promises, with cases that refute it where it does not hold',
    load: () => import('./regulation-prove.ts'),
  },
  {
    name: 'regulation new',
    summary: 'write a new regulation package, every file of it saying what to fill in',
    load: () => import('./regulation-new.ts'),
  },
  { name: 'regulation show', summary: 'show a regulation, a variant of it, or one step table', load: () => import('./regulation-show.ts') },
  { name: 'regulation in-force', summary: 'what is known of each act on a given day', load: () => import('./regulation-in-force.ts') },
  {
    name: 'regulation diff',
    summary: 'what differs between two days of an act, or between two packages of it',
    load: () => import('./regulation-diff.ts'),
  },
  {
    name: 'regulation render',
    summary: 'write the annex tables (CSV, Markdown, HTML) and the diagrams (SVG, PDF)',
    load: () => import('./regulation-render.ts'),
  },
  {
    name: 'regulation export',
    summary: 'write a regulation for other programs: BPMN, CPSV-AP, JSON, CSV, HTML',
    load: () => import('./regulation-export.ts'),
  },
  { name: 'verify', summary: 'check the signatures of a PDF, of a signed package or of CMS', load: () => import('./verify.ts') },
  {
    name: 'proof renew',
    summary: 'renew what proves the signatures of a file, before it weakens',
    load: () => import('./proof-renew.ts'),
  },
  { name: 'cert explain', summary: 'explain a certificate: whose, for what, until when', load: () => import('./cert-explain.ts') },
  {
    name: 'audit verify',
    summary: 'prove the record: compute every hash, state and checkpoint again',
    load: () => import('./audit-verify.ts'),
  },
  { name: 'audit export', summary: 'write the events of one case so that anyone can hash them', load: () => import('./audit-export.ts') },
  {
    name: 'messages failed',
    summary: 'list SMS, e-mails and notices that were given up, and why',
    load: () => import('./messages-failed.ts'),
  },
  { name: 'messages retry', summary: 'try messages again that were given up', load: () => import('./messages-retry.ts') },
  {
    name: 'payments statement',
    summary: "read a bank's statement (CSV, camt.053) and list what differs",
    load: () => import('./payments-statement.ts'),
  },
  {
    name: 'registers import',
    summary: 'take a register from a CSV file, with a report of bad rows',
    load: () => import('./registers-import.ts'),
  },
  { name: 'staff list', summary: 'who works where, and who acts for whom', load: () => import('./staff-list.ts') },
  { name: 'staff add', summary: 'give an official an account at a desk of an authority', load: () => import('./staff-add.ts') },
  { name: 'staff retire', summary: 'an official leaves; their open cases are listed', load: () => import('./staff-retire.ts') },
  { name: 'staff substitute', summary: 'name who does the work of an absent official', load: () => import('./staff-substitute.ts') },
  { name: 'staff end', summary: 'end a substitution before its last day', load: () => import('./staff-end.ts') },
  { name: 'centre add', summary: 'give an operator of the halls an account', load: () => import('./centre-add.ts') },
  { name: 'centre retire', summary: 'an operator of the halls leaves', load: () => import('./centre-retire.ts') },
  { name: 'administrator add', summary: 'give the first administrator an account', load: () => import('./administrator-add.ts') },
  { name: 'administrator retire', summary: 'an administrator leaves; the last one stays', load: () => import('./administrator-retire.ts') },
  { name: 'contact add', summary: 'give an operator of the contact centre an account', load: () => import('./contact-add.ts') },
  { name: 'contact retire', summary: 'an operator of the contact centre leaves', load: () => import('./contact-retire.ts') },
  {
    name: 'clients add',
    summary: 'let a program of somebody else call, or let people sign in to it',
    load: () => import('./clients-add.ts'),
  },
  { name: 'clients list', summary: 'the programs that may call', load: () => import('./clients-list.ts') },
  { name: 'clients end', summary: 'end a program’s access', load: () => import('./clients-end.ts') },
  { name: 'hooks add', summary: 'have events sent to a program', load: () => import('./hooks-add.ts') },
  { name: 'hooks list', summary: 'the web hooks of programs, and which fail', load: () => import('./hooks-list.ts') },
  { name: 'hooks retry', summary: 'send again what was given up', load: () => import('./hooks-retry.ts') },
  { name: 'hooks end', summary: 'end a web hook', load: () => import('./hooks-end.ts') },
  { name: 'work', summary: 'do background work in one more process; any number may run', load: () => import('./work.ts') },
  { name: 'status', summary: 'what runs where', load: () => import('./status.ts') },
  { name: 'migrate', summary: "bring every room's schema up to date", load: () => import('./migrate.ts') },
  { name: 'backup', summary: 'copy the whole installation into one file', load: () => import('./backup.ts') },
  { name: 'restore', summary: 'put a backup into an empty installation', load: () => import('./restore.ts') },
  {
    name: 'sandbox faults',
    summary: 'make neighbours slow, wrong, lossy or down, now or by a script; --clear mends all',
    load: () => import('./sandbox-faults.ts'),
  },
  { name: 'sandbox time', summary: 'what legal time it is, and moving it forward', load: () => import('./sandbox-time.ts') },
  {
    name: 'sandbox populate',
    summary: 'fill the sandbox with people and cases from a seed: --people, --cases, --seed',
    load: () => import('./sandbox-populate.ts'),
  },
  { name: 'sandbox reset', summary: 'start the fictional republic over', load: () => import('./sandbox-reset.ts') },
]

/** Words that the boot passes to other programs of the checkout before this one is reached. */
export const bootCommands: readonly Listed[] = [
  { name: 'start', summary: 'start everything, as npm start does' },
  { name: 'test', summary: 'every test, as npm test does' },
  { name: 'check', summary: 'types, lint, format, the rules of the house, and the coverage of the law' },
  { name: 'coverage:law', summary: 'which paragraphs of the acts the cases exercise; 1 where one is left out' },
  { name: 'bench', summary: 'measure, as npm run bench does' },
  { name: 'tidy', summary: 'the rules of the house alone; --write makes generated files anew' },
]
