// What a person reads when something is wrong with a file, a key, the browser or the bytes: what it is, and what to do about it.

import type { LocalText } from '@ruqsat/foundation'
import type { KeyProblemCode } from './browser/problems.ts'
import texts from './texts.yaml'

/** What is wrong, and what the person can do about it. */
export const PROBLEM_TEXTS: Readonly<Record<KeyProblemCode, { readonly text: LocalText; readonly remedy: LocalText }>> = texts.problemTexts
