import { isMailAddress, isMobileNumber } from '@ruqsat/foundation'

/**
 * Why nothing can ever leave for this recipient, or null. The types let no such recipient through; one that was kept before there was one rule
 * may still be none, and then it is this person's message that fails, not the caller's work.
 */
export function unreachable(channel: 'sms' | 'email', to: string): string | null {
  if (channel === 'sms') return isMobileNumber(to) ? null : 'Expected a number that can get texts but the person gave another'
  return isMailAddress(to) ? null : 'Expected an address that a mail server takes but the person gave another'
}
