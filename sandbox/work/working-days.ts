import { addDays, type Calendar, isWorkingDay, toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { type Instant, isRefusal, type Refusal } from '@ruqsat/foundation'

/** The same hour of the n-th working day after an instant; a refusal that names the table where the calendar ends before. */
export function workingDaysAfter(
  from: Instant,
  days: number,
  { calendar, zone }: { readonly calendar: Calendar; readonly zone: ZoneRules },
): Instant | Refusal {
  const { date, time } = toLocal(from, zone)
  let [day, left] = [date, days]
  while (left > 0) {
    day = addDays(day, 1)
    const isWorking = isWorkingDay(day, calendar)
    if (isRefusal(isWorking)) return isWorking
    if (isWorking) left -= 1
  }
  return toInstant(day, time, zone)
}
