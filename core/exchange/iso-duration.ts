import type { Duration } from '@ruqsat/clock'

/** `xsd:duration` of times one after another; it knows no working days: they count as days. Null where nothing is left. */
export function isoDuration(parts: readonly Duration[]): string | null {
  const sum = (unit: Duration['unit']): number => parts.filter((part) => part.unit === unit).reduce((total, part) => total + part.amount, 0)
  const [days, hours, minutes, seconds] = [sum('workingDays') + sum('calendarDays'), sum('hours'), sum('minutes'), sum('seconds')]
  const time = [hours > 0 ? `${hours}H` : '', minutes > 0 ? `${minutes}M` : '', seconds > 0 ? `${seconds}S` : ''].join('')
  if (days === 0 && time === '') return null
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
}
