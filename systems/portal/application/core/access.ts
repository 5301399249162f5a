import type { Person } from '../../registration/people/person.ts'

// Who may do what with a draft and with the request that becomes of it. A firm's belong to the firm, not to who typed them; an
// individual's are that person's alone. One table, so that nothing is allowed by being forgotten.

/** What a person is to a draft or a request. */
export const RELATIONS = ['applicant', 'firmSigner', 'firmMember', 'firmFormer', 'stranger'] as const
export type Relation = (typeof RELATIONS)[number]

/** `see` covers the trace and the receipt; `download` what may be taken away; `withdraw` giving up and taking up again. */
export const DRAFT_ACTIONS = ['see', 'fill', 'pay', 'sign', 'withdraw', 'download'] as const
export type DraftAction = (typeof DRAFT_ACTIONS)[number]

/** `notFound`: as if there were none. `signerNeeded`: with who can. `accessEnded`: with how to prove the registration again. */
export type Access = 'allowed' | 'notFound' | 'signerNeeded' | 'accessEnded'

const all = <A extends Access>(answer: A) =>
  ({ see: answer, fill: answer, pay: answer, sign: answer, withdraw: answer, download: answer }) satisfies Record<DraftAction, Access>

export const ACCESS = {
  applicant: all('allowed'),
  firmSigner: all('allowed'),
  firmMember: { ...all('allowed'), sign: 'signerNeeded' },
  firmFormer: all('accessEnded'),
  stranger: all('notFound'),
} satisfies Record<Relation, Record<DraftAction, Access>>

type Who = Pick<Person, 'accountId' | 'bin' | 'maySign' | 'standing'>
type Belonging = { readonly accountId: string; readonly bin: string | null }

export function relationOf(person: Who, draft: Belonging): Relation {
  if (draft.bin === null) return person.bin === null && person.accountId === draft.accountId ? 'applicant' : 'stranger'
  if (person.bin !== draft.bin) return 'stranger'
  if (person.standing !== 'current') return 'firmFormer'
  return person.maySign ? 'firmSigner' : 'firmMember'
}

export function accessTo(person: Who, draft: Belonging, action: DraftAction): Access {
  return ACCESS[relationOf(person, draft)][action]
}
