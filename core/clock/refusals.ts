import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Nobody who applies can add a table: the text says that nothing is lost, when to come back and whom to ask; the operator's says what to add. */
const { comeBack: remedy, ...rows } = texts.refusals

/** Every "no" of the clock. A missing table is named, never guessed over. */
export const refuseClock = refusalsOf('', {
  ...rows,
  'clock-calendar-missing': { ...rows['clock-calendar-missing'], remedy },
  'clock-office-hours-missing': { ...rows['clock-office-hours-missing'], remedy },
  'clock-mci-missing': { ...rows['clock-mci-missing'], remedy },
})
