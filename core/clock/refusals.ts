import { refuse, type LocalText, type OperatorRefusalRow, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Nobody who applies can add a table: the text says that nothing is lost, when to come back and whom to ask. */
const COME_BACK: LocalText = texts.refusals.comeBack

/** A table that does not reach is the operator's matter: each has a sentence for the person and another for whoever adds the table. */
const TABLE_REFUSALS = {
  'clock-calendar-missing': {
    text: texts.refusals['clock-calendar-missing'].text,
    remedy: COME_BACK,
    operator: texts.refusals['clock-calendar-missing'].operator,
  },
  'clock-office-hours-missing': {
    text: texts.refusals['clock-office-hours-missing'].text,
    remedy: COME_BACK,
    operator: texts.refusals['clock-office-hours-missing'].operator,
  },
  'clock-mci-missing': {
    text: texts.refusals['clock-mci-missing'].text,
    remedy: COME_BACK,
    operator: texts.refusals['clock-mci-missing'].operator,
  },
} as const satisfies Readonly<Record<string, OperatorRefusalRow>>

/** Every "no" of the clock. A missing table is named, never guessed over. */
export const CLOCK_REFUSALS = {
  ...TABLE_REFUSALS,
  'clock-term-stands-still': texts.refusals['clock-term-stands-still'],
} as const satisfies Readonly<Record<string, RefusalRow>>

export type ClockRefusalCode = keyof typeof CLOCK_REFUSALS

export function clockRefusal(code: ClockRefusalCode, facts: Readonly<Record<string, string | number>>): Refusal {
  return refuse(CLOCK_REFUSALS, code, { facts })
}
