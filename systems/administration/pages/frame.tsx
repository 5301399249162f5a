import { fillText, inAll, tidyText, type Language, type LocalDate, type LocalText, formatDate, type Refusal } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import { sendPage, sendRefusal, Textarea, type FieldError, type FormValues, type PageOptions, errorAt } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { By } from '../administrators.ts'
import { PATHS } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import texts from '../texts.yaml'
import { hrefOf, type AdministrationVisit } from './guard.ts'

/** A reason that somebody reads years later, not a file. */
const LONGEST_REASON = 1_000

export const ROLES: readonly StaffRole[] = ['clerk', 'head', 'officer', 'interestedBody', 'operator']

export function send({ request, reply }: AdministrationVisit, options: PageOptions, body: Child): Promise<unknown> {
  return sendPage(request, reply, options, body)
}

/** The page of something that is not there. */
export function sendMissing(visit: AdministrationVisit, refusal: Refusal, back: string = PATHS.home): Promise<unknown> {
  return sendRefusal(visit.request, visit.reply, refusal, { status: 404, back: { href: hrefOf(visit, back), text: texts.frame.back } })
}

/** Why it is done: asked for with every change, because the history is read by those who were not there. */
export function WhyField({ form, errors }: { readonly form: FormValues | null; readonly errors: readonly FieldError[] }) {
  return (
    <Textarea
      name="why"
      label={texts.frame.why}
      hint={texts.frame.whyHint}
      rows={2}
      maxlength={LONGEST_REASON}
      value={form?.text('why') ?? ''}
      error={errorAt(errors, 'why') ?? null}
    />
  )
}

/** Who does it and why; a refusal where no reason was given. */
export function byOf({ administrator }: AdministrationVisit, form: FormValues): By | Refusal {
  const why = tidyText(form.text('why'))
  if (why === '') return refuseAdministration('why-missing', { field: 'why' })
  if ([...why].length > LONGEST_REASON) return refuseAdministration('why-long', { field: 'why', facts: { most: LONGEST_REASON } })
  return { id: administrator.id, name: administrator.name, why }
}

export function dayText(day: LocalDate): LocalText {
  return inAll((language: Language) => formatDate(day, language))
}

export function daysText(from: LocalDate, until: LocalDate): LocalText {
  return fillText(texts.frame.fromUntil, { from: dayText(from), until: dayText(until) })
}

/** What somebody may do by an act of law. */
export const roleName = (role: StaffRole): LocalText => texts.roles[role]
