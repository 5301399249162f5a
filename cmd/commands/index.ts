// The commands of `npx ruqsat`, in the order in which they are listed. A verb is listed here when it works. Each is loaded when it is
// called:
// a command needs its own rooms to be sound, and no others.
import type { LocalText } from '@ruqsat/foundation'
import type { CliCommand } from './command.ts'
import texts from './texts.yaml'

export type Listed = { readonly name: string; readonly summary: LocalText }
export type Loadable = Listed & { load(): Promise<{ readonly command: CliCommand }> }

export const commands: readonly Loadable[] = [
  {
    name: 'regulation check',
    summary: texts.list['regulation check'],
    load: () => import('./regulation-check.ts'),
  },
  {
    name: 'regulation prove',
    summary: texts.list['regulation prove'],
    load: () => import('./regulation-prove.ts'),
  },
  {
    name: 'regulation new',
    summary: texts.list['regulation new'],
    load: () => import('./regulation-new.ts'),
  },
  { name: 'regulation show', summary: texts.list['regulation show'], load: () => import('./regulation-show.ts') },
  { name: 'regulation in-force', summary: texts.list['regulation in-force'], load: () => import('./regulation-in-force.ts') },
  {
    name: 'regulation diff',
    summary: texts.list['regulation diff'],
    load: () => import('./regulation-diff.ts'),
  },
  {
    name: 'regulation render',
    summary: texts.list['regulation render'],
    load: () => import('./regulation-render.ts'),
  },
  {
    name: 'regulation export',
    summary: texts.list['regulation export'],
    load: () => import('./regulation-export.ts'),
  },
  { name: 'verify', summary: texts.list['verify'], load: () => import('./verify.ts') },
  { name: 'proof renew', summary: texts.list['proof renew'], load: () => import('./proof-renew.ts') },
  { name: 'cert explain', summary: texts.list['cert explain'], load: () => import('./cert-explain.ts') },
  {
    name: 'audit verify',
    summary: texts.list['audit verify'],
    load: () => import('./audit-verify.ts'),
  },
  { name: 'audit export', summary: texts.list['audit export'], load: () => import('./audit-export.ts') },
  {
    name: 'messages failed',
    summary: texts.list['messages failed'],
    load: () => import('./messages-failed.ts'),
  },
  { name: 'messages retry', summary: texts.list['messages retry'], load: () => import('./messages-retry.ts') },
  {
    name: 'payments statement',
    summary: texts.list['payments statement'],
    load: () => import('./payments-statement.ts'),
  },
  {
    name: 'registers import',
    summary: texts.list['registers import'],
    load: () => import('./registers-import.ts'),
  },
  { name: 'staff list', summary: texts.list['staff list'], load: () => import('./staff-list.ts') },
  { name: 'staff add', summary: texts.list['staff add'], load: () => import('./staff-add.ts') },
  { name: 'staff retire', summary: texts.list['staff retire'], load: () => import('./staff-retire.ts') },
  { name: 'staff substitute', summary: texts.list['staff substitute'], load: () => import('./staff-substitute.ts') },
  { name: 'staff end', summary: texts.list['staff end'], load: () => import('./staff-end.ts') },
  { name: 'centre add', summary: texts.list['centre add'], load: () => import('./centre-add.ts') },
  { name: 'centre retire', summary: texts.list['centre retire'], load: () => import('./centre-retire.ts') },
  { name: 'administrator add', summary: texts.list['administrator add'], load: () => import('./administrator-add.ts') },
  { name: 'administrator retire', summary: texts.list['administrator retire'], load: () => import('./administrator-retire.ts') },
  {
    name: 'account second-factor-end',
    summary: texts.list['account second-factor-end'],
    load: () => import('./account-second-factor-end.ts'),
  },
  { name: 'contact add', summary: texts.list['contact add'], load: () => import('./contact-add.ts') },
  { name: 'contact retire', summary: texts.list['contact retire'], load: () => import('./contact-retire.ts') },
  {
    name: 'clients add',
    summary: texts.list['clients add'],
    load: () => import('./clients-add.ts'),
  },
  { name: 'clients list', summary: texts.list['clients list'], load: () => import('./clients-list.ts') },
  { name: 'clients end', summary: texts.list['clients end'], load: () => import('./clients-end.ts') },
  { name: 'hooks add', summary: texts.list['hooks add'], load: () => import('./hooks-add.ts') },
  { name: 'hooks list', summary: texts.list['hooks list'], load: () => import('./hooks-list.ts') },
  { name: 'hooks retry', summary: texts.list['hooks retry'], load: () => import('./hooks-retry.ts') },
  { name: 'hooks end', summary: texts.list['hooks end'], load: () => import('./hooks-end.ts') },
  { name: 'work', summary: texts.list['work'], load: () => import('./work.ts') },
  { name: 'doctor', summary: texts.list.doctor, load: () => import('./doctor.ts') },
  { name: 'status', summary: texts.list['status'], load: () => import('./status.ts') },
  { name: 'migrate', summary: texts.list['migrate'], load: () => import('./migrate.ts') },
  { name: 'database roles', summary: texts.list['database roles'], load: () => import('./database-roles.ts') },
  { name: 'backup', summary: texts.list['backup'], load: () => import('./backup.ts') },
  { name: 'restore', summary: texts.list['restore'], load: () => import('./restore.ts') },
  {
    name: 'sandbox faults',
    summary: texts.list['sandbox faults'],
    load: () => import('./sandbox-faults.ts'),
  },
  { name: 'sandbox time', summary: texts.list['sandbox time'], load: () => import('./sandbox-time.ts') },
  {
    name: 'sandbox populate',
    summary: texts.list['sandbox populate'],
    load: () => import('./sandbox-populate.ts'),
  },
  { name: 'sandbox reset', summary: texts.list['sandbox reset'], load: () => import('./sandbox-reset.ts') },
]

/** Words that the boot passes to other programs of the checkout before this one is reached. */
export const bootCommands: readonly Listed[] = [
  { name: 'start', summary: texts.list['start'] },
  { name: 'test', summary: texts.list['test'] },
  { name: 'check', summary: texts.list['check'] },
  { name: 'coverage:law', summary: texts.list['coverage:law'] },
  { name: 'bench', summary: texts.list['bench'] },
  { name: 'tidy', summary: texts.list['tidy'] },
]
