import type { LocalText } from '@ruqsat/foundation'
import type { AskOutcome } from './contract.ts'
import texts from './texts.yaml'

/** How a question ended, for people. */
export const outcomeWords: Readonly<Record<AskOutcome, LocalText>> = texts.outcomes
