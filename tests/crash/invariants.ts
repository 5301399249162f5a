// What must hold after all the kills, read from the database by queries of our own: no room is asked whether it did well.
import { createHash } from 'node:crypto'
import type { AnySql } from '@ruqsat/database'
import type { Journey } from './journeys.ts'

/** Every way in which the record is not as it must be; empty where all holds. */
export type Finding = string

export async function findBroken(sql: AnySql, journeys: readonly Journey[]): Promise<readonly Finding[]> {
  const found = await Promise.all([
    draftsAndCases(sql, journeys),
    money(sql),
    numbers(sql),
    results(sql, journeys),
    typed(sql, journeys),
    delivered(sql),
    notices(sql, journeys),
    history(sql),
  ])
  return found.flat()
}

/** One draft for each press of the start button, one case and one number for each draft. */
async function draftsAndCases(sql: AnySql, journeys: readonly Journey[]): Promise<readonly Finding[]> {
  const drafts = await sql<{ id: string; status: string; caseId: string | null; number: string | null }[]>`
    select id, status, case_id as "caseId", request_number as number from portal.draft`
  const cases = await sql<{ caseId: string; number: string; status: string }[]>`
    select case_id as "caseId", request_number as number, status from licensing.case_file`
  const requests = await sql<{ caseId: string }[]>`select case_id as "caseId" from licensing.request`
  const known = new Map(cases.map((each) => [each.caseId, each]))
  return [
    ...differ(
      'drafts',
      drafts.map(({ id }) => id),
      journeys.map(({ draft }) => draft?.url.split('/').at(-1) ?? 'not begun'),
    ),
    ...differ(
      'cases',
      cases.map(({ caseId }) => caseId),
      drafts.map(({ caseId }) => caseId ?? 'none'),
    ),
    ...differ(
      'signed requests',
      requests.map(({ caseId }) => caseId),
      cases.map(({ caseId }) => caseId),
    ),
    ...doubles(
      'request number',
      cases.map(({ number }) => number),
    ),
    ...gaps(
      'request number',
      cases.map(({ number }) => number),
    ),
    ...drafts.filter(({ status }) => status !== 'registered').map(({ id, status }) => `the draft ${id} is ${status}`),
    ...drafts
      .filter(({ caseId, number }) => known.get(caseId ?? '')?.number !== number)
      .map(({ id }) => `the draft ${id} has another number than its case`),
    ...cases.filter(({ status }) => status === 'open').map(({ caseId }) => `the case ${caseId} is still open`),
    ...journeys
      .filter(({ number, draft }) => drafts.find(({ id }) => draft?.url.endsWith(id))?.number !== number)
      .map(({ marker }) => `${marker} was told another number than its draft has`),
    ...(await sql`select draft_id from portal.retry`).map((row) => `the draft ${row['draft_id']} still waits`),
  ]
}

/** What the bank took is what the gateway recorded, letter by letter; each order has one fact and each draft one payment. */
async function money(sql: AnySql): Promise<readonly Finding[]> {
  const bank = await sql<{ reference: string; tiyn: string; attempt: string }[]>`
    select p.reference, p.amount_tiyn::text as tiyn, s.merchant_reference as attempt from bank.payments p join bank.sessions s using (session_id)`
  const receipts = await sql<{ reference: string; tiyn: string; attempt: string; orderId: string; meaning: string }[]>`
    select bank_reference as reference, amount_tiyn::text as tiyn, attempt_id::text as attempt, order_id::text as "orderId", meaning from payments.receipts`
  const drafts = await sql<{ id: string; orderId: string; tiyn: string; reference: string }[]>`
    select id, order_id as "orderId", paid_tiyn::text as tiyn, payment_reference as reference from portal.draft`
  const orders = await sql<{ orderId: string; draftId: string; status: string; tiyn: string }[]>`
    select order_id::text as "orderId", draft_id as "draftId", status, amount_tiyn::text as tiyn from payments.orders where replaced_by is null`
  const facts = await sql<{ orderId: string }[]>`select order_id as "orderId" from portal.payment_fact`
  const line = (each: { reference: string; tiyn: string; attempt: string }) => `${each.reference} ${each.tiyn} ${each.attempt}`
  const paid = receipts.filter(({ meaning }) => meaning === 'fact')
  return [
    ...differ('payments', receipts.map(line), bank.map(line)),
    ...differ(
      'facts of payment',
      paid.map(({ orderId }) => orderId),
      orders.map(({ orderId }) => orderId),
    ),
    ...receipts
      .filter(({ meaning }) => meaning !== 'fact')
      .map(({ reference, meaning }) => `the payment ${reference} is a ${meaning}: somebody paid twice or amiss`),
    ...doubles(
      'fact at the portal',
      facts.map(({ orderId }) => orderId),
    ),
    ...differ(
      'drafts paid',
      drafts.map(({ id, orderId, tiyn }) => `${id} ${orderId} ${tiyn}`),
      orders.map(({ orderId, draftId, tiyn }) => `${draftId} ${orderId} ${tiyn}`),
    ),
    ...orders.filter(({ status }) => status !== 'paid').map(({ orderId, status }) => `the order ${orderId} is ${status}`),
    ...drafts
      .filter(({ reference, orderId }) => paid.find((each) => each.orderId === orderId)?.reference !== reference)
      .map(({ id }) => `the draft ${id} names another payment than its order`),
    ...(await sql`select fact_id from payments.outbox where delivered_at is null`).map(
      (row) => `the fact ${row['fact_id']} did not reach the portal`,
    ),
    ...(await sql`select callback_id from bank.callbacks where delivered_at is null`).map(
      (row) => `the bank still tries to tell ${row['callback_id']}`,
    ),
  ]
}

/** No number is used twice (`KZ`, two check digits, then letters and serial), each reserved one is bound to its case, and what was reserved was issued or voided. */
async function numbers(sql: AnySql): Promise<readonly Finding[]> {
  const serials = await sql<{ serial: string; caseId: string; status: string }[]>`
    select letters || lpad(serial::text, 8, '0') as serial, case_id as "caseId", status from licensing.licence_serial`
  const licences = await sql<{ number: string; caseId: string }[]>`
    select substr(number, 5) as number, case_id as "caseId" from licensing.licence`
  const granted = await sql<{ caseId: string }[]>`select case_id as "caseId" from licensing.case_file where status = 'granted'`
  const [series] = await sql<{ last: number }[]>`select coalesce(sum(last_serial), 0)::int as last from licensing.licence_series`
  const issued = serials.filter(({ status }) => status === 'issued')
  return [
    ...differ(
      'licences',
      licences.map(({ number, caseId }) => `${number} ${caseId}`),
      issued.map(({ serial, caseId }) => `${serial} ${caseId}`),
    ),
    ...differ(
      'cases with a licence',
      licences.map(({ caseId }) => caseId),
      granted.map(({ caseId }) => caseId),
    ),
    ...(series!.last === serials.length ? [] : [`${series!.last} serials were given out but ${serials.length} are recorded`]),
    ...serials.filter(({ status }) => status === 'reserved').map(({ serial }) => `the number ${serial} is still reserved`),
    ...doubles(
      'licence of a case',
      licences.map(({ caseId }) => caseId),
    ),
  ]
}

/** What the applicant downloaded is the file of the register, and it is the only signed one of its case. */
async function results(sql: AnySql, journeys: readonly Journey[]): Promise<readonly Finding[]> {
  const signed = await sql<{ caseId: string; number: string; sha256: string; status: string }[]>`
    select c.case_id as "caseId", c.request_number as number, f.sha256, c.status
    from licensing.case_file c join licensing.signed_file f on f.sha256 = c.state #>> '{signed,sha256}'`
  return journeys.flatMap(({ marker, number, result, decision }) => {
    const own = signed.filter((each) => each.number === number)
    if (own.length !== 1 || result === null)
      return [`${marker} has ${own.length} signed results and ${result === null ? 'none' : 'one'} in hand`]
    const expected = decision === 'grant' ? 'granted' : 'refused'
    return [
      ...(sha256(result) === own[0]!.sha256 ? [] : [`${marker} was given another file than the register's`]),
      ...(own[0]!.status === expected ? [] : [`${marker} was to be ${expected} but is ${own[0]!.status}`]),
    ]
  })
}

/** Everything typed and attached is in the signed request, as it was typed. */
async function typed(sql: AnySql, journeys: readonly Journey[]): Promise<readonly Finding[]> {
  const rows = await sql<{ number: string; content: Buffer }[]>`
    select c.request_number as number, r.content from licensing.request r join licensing.case_file c using (authority, case_id)`
  const byNumber = new Map(rows.map(({ number, content }) => [number, JSON.parse(content.toString('utf8')) as SignedContent]))
  return journeys.flatMap(({ marker, number, draft }) => {
    const content = byNumber.get(number ?? '')
    if (content === undefined || draft === null) return [`${marker} has no signed request`]
    const values = new Map(content.sections.flatMap(({ fields }) => fields.map(({ id, value }) => [id, value])))
    const digests = new Map(content.attachments.map((file) => [file.slot, file.sha256]))
    return [
      ...(draft.typed.size > 0 && draft.attached.size > 0 ? [] : [`${marker} typed or attached nothing`]),
      ...[...draft.typed]
        .filter(([name, text]) => dateIso(values.get(name) ?? '') !== dateIso(text))
        .map(([name, text]) => `${marker} typed '${text}' for ${name} but the request says '${values.get(name)}'`),
      ...[...draft.attached]
        .filter(([slot, bytes]) => digests.get(slot) !== sha256(bytes))
        .map(([slot]) => `${marker} attached another file for ${slot}`),
      ...(content.attachments.length === draft.attached.size
        ? []
        : [`${marker} attached ${draft.attached.size} files but the request names ${content.attachments.length}`]),
    ]
  })
}

type SignedContent = {
  readonly sections: readonly { readonly fields: readonly { readonly id: string; readonly value: string }[] }[]
  readonly attachments: readonly { readonly slot: string; readonly sha256: string }[]
}

/** The three boxes of a date are typed as day, month, year. */
function dateIso(text: string): string {
  return text.replace(/^(\d\d)-(\d\d)-(\d{4})$/, '$3-$2-$1')
}

/** Events of a case are counted without a hole, and each task was started and completed once: so its due date was counted once. */
async function history(sql: AnySql): Promise<readonly Finding[]> {
  const cases = await sql<{ caseId: string; version: number; events: number }[]>`
    select c.case_id as "caseId", c.version, count(e.sequence)::int as events from licensing.case_file c
    left join licensing.event e on e.authority = c.authority and e.case_id = c.case_id group by c.case_id, c.version`
  const twice = await sql<{ caseId: string; kind: string; taskId: string }[]>`
    select case_id as "caseId", body->>'kind' as kind, body->>'taskId' as "taskId" from licensing.event
    where body->>'kind' in ('taskStarted', 'taskCompleted') group by 1, 2, 3 having count(*) > 1`
  return [
    ...cases
      .filter(({ version, events }) => version !== events)
      .map(({ caseId, version, events }) => `the case ${caseId} is at version ${version} but has ${events} events`),
    ...twice.map(({ caseId, kind, taskId }) => `the case ${caseId} has ${kind} twice for ${taskId}`),
  ]
}

/** Everything that had to leave has left. */
async function delivered(sql: AnySql): Promise<readonly Finding[]> {
  const stuck = await sql`select idempotency_key, is_stuck, last_error from licensing.outbox where delivered_at is null`
  const unsent = await sql`select idempotency_key, state from messaging.messages where state <> 'sent'`
  return [
    ...stuck.map(
      (row) =>
        `the message ${row['idempotency_key']} did not leave${row['is_stuck'] ? ' and is given up' : ''}: ${row['last_error'] ?? ''}`,
    ),
    ...unsent.map((row) => `the notice ${row['idempotency_key']} is ${row['state']}`),
  ]
}

/** Nobody gets the same message twice, and everybody gets those of the registration and of the result. */
async function notices(sql: AnySql, journeys: readonly Journey[]): Promise<readonly Finding[]> {
  const rows = await sql<{ channel: string; recipient: string; subject: string; body: string; count: number }[]>`
    select channel, recipient, subject, body, count(*)::int as count from messaging.messages group by channel, recipient, subject, body`
  const subjects = journeys.map(({ marker, number }) => {
    const about = rows.filter(({ body, channel }) => channel === 'sms' && number !== null && body.includes(number))
    return { marker, subjects: about.map(({ subject }) => subject) }
  })
  return [
    ...rows
      .filter(({ count }) => count > 1)
      .map(({ count, channel, subject, body }) => `told ${count} times by ${channel}: ${subject}: ${body.slice(0, 120)}`),
    ...subjects
      .filter(({ subjects: told }) => told.length < 2)
      .map(({ marker, subjects: told }) => `${marker} got ${told.length} of the two SMS (registration, result): ${told.join(', ')}`),
  ]
}

/** Lists that must hold the same, each once. */
function differ(what: string, found: readonly string[], expected: readonly string[]): readonly Finding[] {
  const left = [...found]
  const missing = expected.filter((each) => {
    const at = left.indexOf(each)
    if (at === -1) return true
    left.splice(at, 1)
    return false
  })
  return [...missing.map((each) => `${what}: ${each} is missing`), ...left.map((each) => `${what}: ${each} is there and should not be`)]
}

function doubles(what: string, found: readonly string[]): readonly Finding[] {
  return found.filter((each, place) => found.indexOf(each) !== place).map((each) => `the ${what} ${each} is there twice`)
}

/** Numbers end in a serial; one that was taken and lost would leave a hole. */
function gaps(what: string, found: readonly string[]): readonly Finding[] {
  const serials = new Set(found.map((each) => Number(/(\d+)$/.exec(each)?.[1])))
  return Array.from({ length: found.length }, (_, place) => place + 1)
    .filter((serial) => !serials.has(serial))
    .map((serial) => `the ${what} with the serial ${serial} is missing`)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
