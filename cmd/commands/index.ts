// The commands of `npx ruqsat`, in the order in which they are listed. A verb stands here when it works.
import { auditExport } from './audit-export.ts'
import { auditVerify } from './audit-verify.ts'
import { backup } from './backup.ts'
import type { Command } from './command.ts'
import { migrate } from './migrate.ts'
import { regulationCheck } from './regulation-check.ts'
import { regulationInForce } from './regulation-in-force.ts'
import { regulationRender } from './regulation-render.ts'
import { regulationShow } from './regulation-show.ts'
import { restore } from './restore.ts'
import { sandboxReset } from './sandbox-reset.ts'
import { status } from './status.ts'
import { verify } from './verify.ts'

export const commands: readonly Command[] = [
  regulationCheck,
  regulationShow,
  regulationInForce,
  regulationRender,
  verify,
  auditVerify,
  auditExport,
  status,
  migrate,
  backup,
  restore,
  sandboxReset,
]

/** Commands that the boot passes to tools of the checkout before this program is reached. */
export const bootCommands: readonly { readonly name: string; readonly summary: string }[] = [
  { name: 'start', summary: 'start everything, as npm start does' },
  { name: 'check', summary: 'types, lint, format and the rules of the house, as npm run check does' },
  { name: 'test', summary: 'every test, as npm test does' },
  { name: 'tidy', summary: 'the rules of the house alone; --write makes the generated files anew' },
]
