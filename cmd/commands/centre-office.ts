// The organisation with halls, for a command.
import { type FrontOffice, readFrontOffice } from '@ruqsat/centre'
import { readSettings } from '@ruqsat/installation'
import type { Call } from './command.ts'
import { regulationsOf } from './regulations.ts'

/** Or why there is none. */
export async function officeOfCall(call: Pick<Call, 'environment'>): Promise<FrontOffice | string> {
  const { frontOffice } = readSettings(call.environment).settings
  if (frontOffice !== null) return readFrontOffice(frontOffice, (await regulationsOf(call)).tables)
  return 'No front office is named here: RUQSAT_FRONT_OFFICE, or frontOffice in ruqsat.yaml, names its file (docs/operating.md).'
}
