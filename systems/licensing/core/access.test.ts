import { KITE_EDITION } from '@ruqsat/engine/testing'
import { emptyCase } from '@ruqsat/engine'
import { expect, test } from 'vitest'
import { mayRead } from './access.ts'

const own = { accountId: 'account-1', bin: null }
const ofFirm = { accountId: 'account-2', bin: '080340000021' }

/** Who reads × whose case: a firm's case belongs to the firm, an individual's to who filed it. */
test.each([
  ['the account that filed for itself', { id: 'account-1' }, true, false],
  ['another account', { id: 'account-3' }, false, false],
  ['who signed for the firm', { id: 'account-2', bin: '080340000021' }, false, true],
  ['a colleague of theirs', { id: 'account-4', bin: '080340000021' }, false, true],
  ['somebody of another firm', { id: 'account-5', bin: '080340000011' }, false, false],
  ['the same account without the firm', { id: 'account-2', bin: null }, false, false],
])('%s reads exactly what is theirs', (_who, reader, readsOwn, readsFirms) => {
  const may = (party: typeof own | typeof ofFirm | null) => mayRead(emptyCase, party, { kind: 'applicant', ...reader }, KITE_EDITION)
  expect([may(own), may(ofFirm), may(null)]).toEqual([readsOwn, readsFirms, false])
})
