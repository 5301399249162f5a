import type { Person } from '../../registration/people/person.ts'
import type { DraftPower } from './power.ts'
import type { FirmRight } from '../../registration/rights/rights.ts'

// Who may do what with a draft and with the request that becomes of it. A firm's belong to the firm, not to who typed them; an
// individual's are that person's alone. One table, so that nothing is allowed by being forgotten. What the head of a firm has given a person
// bounds what the table allows.

/** What a person is to a draft or a request. */
export const RELATIONS = ['applicant', 'representative', 'firmSigner', 'firmMember', 'firmFormer', 'stranger'] as const
export type Relation = (typeof RELATIONS)[number]

/** `see` covers the trace and the receipt; `download` what may be taken away; `withdraw` giving up and taking up again. */
export const DRAFT_ACTIONS = ['see', 'fill', 'pay', 'sign', 'withdraw', 'download'] as const
export type DraftAction = (typeof DRAFT_ACTIONS)[number]

/**
 * `notFound`: as if there were none. `signerNeeded`: with who can. `rightNeeded`: the head gave them other rights. `accessEnded`: with how to
 * prove the registration again.
 */
export type Access = 'allowed' | 'notFound' | 'signerNeeded' | 'rightNeeded' | 'accessEnded'

const all = <A extends Access>(answer: A) =>
  ({ see: answer, fill: answer, pay: answer, sign: answer, withdraw: answer, download: answer }) satisfies Record<DraftAction, Access>

export const ACCESS = {
  applicant: all('allowed'),
  // That the power still holds is asked of the register where it is used.
  representative: all('allowed'),
  firmSigner: all('allowed'),
  firmMember: { ...all('allowed'), sign: 'signerNeeded' },
  firmFormer: all('accessEnded'),
  stranger: all('notFound'),
} satisfies Record<Relation, Record<DraftAction, Access>>

/** The right that the head of the firm must have given; signing is in the relation, because it needs the certificate as well. */
const NEEDS = { see: null, fill: 'draft', pay: 'draft', sign: null, withdraw: 'draft', download: 'receive' } as const satisfies Record<
  DraftAction,
  FirmRight | null
>

type Who = Pick<Person, 'accountId' | 'bin' | 'maySign' | 'standing' | 'rights'>
type Belonging = { readonly accountId: string; readonly bin: string | null; readonly power?: DraftPower | null }

export function relationOf(person: Who, draft: Belonging): Relation {
  if (draft.power) return person.accountId === draft.accountId ? 'representative' : 'stranger'
  if (draft.bin === null) return person.bin === null && person.accountId === draft.accountId ? 'applicant' : 'stranger'
  if (person.bin !== draft.bin) return 'stranger'
  if (person.standing !== 'current') return 'firmFormer'
  if (person.rights?.seeAll === false && person.accountId !== draft.accountId) return 'stranger'
  return person.maySign ? 'firmSigner' : 'firmMember'
}

export function accessTo(person: Who, draft: Belonging, action: DraftAction): Access {
  const access = ACCESS[relationOf(person, draft)][action]
  return access === 'allowed' && lacks(person, action) ? 'rightNeeded' : access
}

/** Whether the head of the firm gave this person other rights than this act needs. */
export function lacks({ rights }: Pick<Person, 'rights'>, action: DraftAction): boolean {
  const needed = NEEDS[action]
  return needed !== null && rights?.[needed] === false
}
