// What holds for every act, said once: laws that all cite, ways to count time, remedies, guarantees of the procedure.
import { z } from 'zod'
import { citedLaw, complaint, convention, declaredChannel, declaredSystem, guarantee, reminder } from './act-shape.ts'
import { date, duration, id, orNone, source, text } from './shape.ts'

export const general = z.strictObject({
  id,
  title: text.describe('What people call it, e.g. the general law of administrative procedures.'),
  laws: z.array(citedLaw).describe('Laws that its sources and those of the acts cite.'),
  systems: orNone(declaredSystem).describe('Information systems that several acts name.'),
  channels: orNone(declaredChannel).describe('Ways to apply that several acts have.'),
  conventions: orNone(convention).describe('Rules of reckoning that hold where an act says nothing else.'),
  guarantees: orNone(guarantee).describe('What everybody has in a procedure: a hearing, reasons, what silence means.'),
  reminders: orNone(reminder).describe('When open tasks of staff are brought to mind, before and after their due date.'),
  hearing: z
    .strictObject({ duration, from: date, source })
    .describe('How long a party may object to the draft of a refusal or a measure, and from which day on acts have it.')
    .optional(),
  complaint,
})
