import { orFault, parseBIN } from '@ruqsat/foundation'
import { KITE_EDITION } from '@ruqsat/engine/testing'
import { emptyCase } from '@ruqsat/engine'
import { expect, test } from 'vitest'
import { mayRead } from './access.ts'

const [firm, otherFirm] = [orFault(parseBIN('080340000024')), orFault(parseBIN('080340000014'))]
const own = { accountId: 'account-1', bin: null }
const ofFirm = { accountId: 'account-2', bin: firm }

/** Who reads × whose case: a firm's case belongs to the firm, an individual's to who filed it. */
test.each([
  ['the account that filed for itself', { id: 'account-1' }, true, false],
  ['another account', { id: 'account-3' }, false, false],
  ['who signed for the firm', { id: 'account-2', bin: firm }, false, true],
  ['a colleague of theirs', { id: 'account-4', bin: firm }, false, true],
  ['somebody of another firm', { id: 'account-5', bin: otherFirm }, false, false],
  ['the same account without the firm', { id: 'account-2', bin: null }, false, false],
])('%s reads exactly what is theirs', (_who, reader, readsOwn, readsFirms) => {
  const may = (party: typeof own | typeof ofFirm | null) => mayRead(emptyCase, party, { kind: 'applicant', ...reader }, KITE_EDITION)
  expect([may(own), may(ofFirm), may(null)]).toEqual([readsOwn, readsFirms, false])
})
