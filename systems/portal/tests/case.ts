import { emptyCase, totalDue } from '@ruqsat/engine'
import { isRefusal, type Instant, orFault, parseMobileNumber, parseMailAddress, parseIIN } from '@ruqsat/foundation'
import type { CaseView } from '@ruqsat/caseflow'
import type { ClockTables, Edition } from '@ruqsat/law'

/** A case as its host would show it to its applicant, with due dates that the clock really counted. */
export function grantedCase(edition: Edition, tables: ClockTables, accountId: string, number: string): CaseView {
  const { regulation } = edition
  const variant = regulation.variants.find((each) => each.offered)!
  const registeredAt: Instant = '2014-10-01T04:40:00.000Z'
  const { total } = totalDue(variant, registeredAt, { edition, tables })
  if (isRefusal(total)) throw new Error('Expected the clock to know October 2014 but it refused')
  const [first] = variant.procedure.steps
  return {
    kind: 'caseView',
    works: [],
    summary: {
      caseId: 'case-1',
      requestNumber: number,
      service: regulation.service,
      variant: variant.name,
      status: 'granted',
      registeredAt,
      totalDue: total.due,
      totalDueOn: total.derivation.dueLocal.date,
      stage: first!.name,
    },
    total,
    version: 3,
    regulation: regulation.id,
    editionHash: edition.hash,
    variantId: variant.id,
    party: {
      accountId,
      kind: 'individual',
      iin: orFault(parseIIN('850412400012')),
      bin: null,
      name: 'Сағындықова Әйгерім',
      address: 'Ақтөбе',
      phone: orFault(parseMobileNumber('+77011234567')),
      email: orFault(parseMailAddress('a@mysal.kz')),
      language: 'kk',
    },
    request: {},
    attachments: [],
    tasks: [],
    state: { ...emptyCase, status: 'granted', openedAt: registeredAt, closedAt: '2014-10-10T05:00:00.000Z' },
    history: [
      {
        at: registeredAt,
        event: 'caseOpened',
        stepId: null,
        text: { kk: 'Тіркелді', ru: 'Зарегистрировано', en: 'Registered' },
        source: variant.procedure.source,
        due: total,
        by: accountId,
      },
      { at: registeredAt, event: 'taskStarted', stepId: first!.id, text: first!.name, source: first!.source, due: null, by: null },
    ],
    result: { documentId: 'document-1', number: 'KZ65LAA00000001', signedAt: '2014-10-10T05:00:00.000Z', decision: 'grant' },
  }
}
