// Before any money is spent: can this browser sign at all? It does once, with nothing, what signing will do.

import { canonicalJson } from '@ruqsat/foundation'
import { listKeys } from '../browser/key-store.ts'
import { isProblem } from '../browser/problems.ts'
import { sha256Hex } from '../browser/signing-key.ts'
import type { Common } from './config.ts'
import { startIsland } from './page.ts'

startIsland<Common>('can-sign', async (panel) => {
  await sha256Hex(new TextEncoder().encode(canonicalJson({ can: 'sign' })) as Uint8Array<ArrayBuffer>)
  const keys = await listKeys()
  if (isProblem(keys)) return panel.complain(keys)
  panel.announce(panel.say('yes'))
})
