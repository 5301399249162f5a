import type { LocalText } from '@ruqsat/foundation'
import type { StaffRole, Subject } from '../package/model.ts'
import texts from '../texts.yaml'

/** What the checker can find. A code is never renamed once a package's reading names it. */
export const FINDINGS = texts.findings.page satisfies Record<string, LocalText>
export type FindingCode = keyof typeof FINDINGS

/** Whose annex it is, in the case that the sentence needs. */
export const OWNERS: Readonly<Record<'regulation' | 'resolution', LocalText>> = texts.findings.owners

export const DATES: Readonly<Record<'registeredOn' | 'publishedOn', LocalText>> = texts.findings.dates

/** What of a row is compared, as the sentence needs it. */
export const ASPECTS = texts.findings.aspects satisfies Record<string, LocalText>
export type Aspect = keyof typeof ASPECTS

/** With what a table's row is compared. */
export const PLACES: Readonly<Record<'text' | 'step', LocalText>> = texts.findings.places

/** What a question or a refusal is about. */
export const SUBJECT_NAMES: Readonly<Record<Subject, LocalText>> = texts.findings.subjectNames

/** All notices together, in the finding that gives them two times. */
export const ROLE_NAMES: Readonly<Record<StaffRole, LocalText>> = texts.findings.roleNames
export const NOTICE: LocalText = texts.findings.notice
