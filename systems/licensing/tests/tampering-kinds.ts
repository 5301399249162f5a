// The kinds of tampering that the audit has to find, each as SQL of somebody who has the password of the database.

/** What is done, and the kind of the fault that says so. In the SQL `:name` is a case or a number of the house. */
export type Kind = readonly [what: string, sql: string, fault: string]

/** Every row of a case, as somebody would have to remove it who removes all. */
const CASE_TABLES = ['event', 'task', 'timer', 'outbox', 'request', 'case_file']
const removal = (name: string) => CASE_TABLES.map((table) => `delete from licensing.${table} where case_id = :${name};`).join(' ')

export const EVENTS: readonly Kind[] = [
  [
    'an event changed',
    `update licensing.event set body = replace(body::text, 'officer-1', 'officer-2')::json where case_id = :issued`,
    'event-changed',
  ],
  [
    'the hash of an event changed',
    `update licensing.event set hash = repeat('a', 64) where case_id = :issued and sequence = 2`,
    'event-changed',
  ],
  ['an event removed', `delete from licensing.event where case_id = :issued and sequence = 3`, 'event-missing'],
  [
    'two events swapped',
    `update licensing.event set sequence = case sequence when 2 then 1003 else 1002 end where case_id = :issued and sequence in (2, 3);
     update licensing.event set sequence = sequence - 1000 where case_id = :issued and sequence > 1000`,
    'event-changed',
  ],
  [
    'an event inserted behind the last',
    `insert into licensing.event select authority, case_id, sequence + 1, at, body, hash from licensing.event e where case_id = :open
     and sequence = (select max(sequence) from licensing.event where case_id = :open)`,
    'event-changed',
  ],
  [
    'the first event moved to another case',
    `update licensing.event set case_id = :issued, sequence = 900 where case_id = :open and sequence = 1`,
    'event-missing',
  ],
  [
    'the column of an instant set back',
    `update licensing.event set at = at - interval '1 day' where case_id = :issued and sequence = 1`,
    'event-instant-wrong',
  ],
  ['the tail of a case cut off', `delete from licensing.event where case_id = :issued and sequence > 5`, 'tail-missing'],
  [
    'the tail cut off and the row made to fit',
    `delete from licensing.event where case_id = :issued and sequence > 5; update licensing.case_file set version = 5,
     head_hash = (select hash from licensing.event where case_id = :issued and sequence = 5) where case_id = :issued`,
    'tail-missing',
  ],
  ['a whole case removed', removal('open'), 'case-missing'],
  ['the row of a case removed', `delete from licensing.case_file where case_id = :open`, 'case-missing'],
]

export const CASES: readonly Kind[] = [
  [
    'the state of a case',
    `update licensing.case_file set state = state || '{"officerId": "officer-9"}' where case_id = :issued`,
    'state-differs',
  ],
  [
    'what registration settled',
    `update licensing.case_file set fixed = jsonb_set(fixed, '{opening,variant}', '"issue-2"') where case_id = :issued`,
    'state-differs',
  ],
  ['the status of a case', `update licensing.case_file set status = 'refused' where case_id = :issued`, 'state-differs'],
  ['a request number', `update licensing.case_file set request_number = request_number || '9' where case_id = :issued`, 'state-differs'],
  ['a variant', `update licensing.case_file set variant = 'other' where case_id = :issued`, 'state-differs'],
  ['an act', `update licensing.case_file set regulation = 'other' where case_id = :issued`, 'state-differs'],
  ['an edition', `update licensing.case_file set edition_hash = repeat('0', 64) where case_id = :issued`, 'state-differs'],
  [
    'the day of registration',
    `update licensing.case_file set opened_at = opened_at - interval '1 day' where case_id = :issued`,
    'state-differs',
  ],
  [
    'whose case it is',
    `update licensing.case_file set applicant_ref = (select applicant_ref from licensing.case_file where case_id = :open) where case_id = :issued`,
    'state-differs',
  ],
  ['a due date in the work list', `update licensing.task set due_at = due_at + interval '9 days' where case_id = :open`, 'tasks-differ'],
  ['who has a task', `update licensing.task set assignee = 'somebody' where case_id = :open`, 'tasks-differ'],
  ['a task hidden', `delete from licensing.task where case_id = :open`, 'tasks-differ'],
  [
    'a task invented',
    `insert into licensing.task (authority, case_id, task_id, step_id, unit, role, started_at, is_late, service, number, opened_at, words)
     select authority, :issued, 'extra', step_id, unit, role, started_at, is_late, service, number, opened_at, words from licensing.task where case_id = :open`,
    'tasks-differ',
  ],
  ['a task that is marked late', `update licensing.task set is_late = true where case_id = :open`, 'tasks-differ'],
  ['the number of a task', `update licensing.task set number = 'XX-1' where case_id = :open`, 'tasks-differ'],
  ['the words by which a task is found', `update licensing.task set words = 'nobody' where case_id = :open`, 'tasks-differ'],
  ['a timer stopped', `delete from licensing.timer where case_id = :open`, 'timers-differ'],
  ['a timer set later', `update licensing.timer set due_at = due_at + interval '90 days' where case_id = :open`, 'timers-differ'],
  [
    'a timer of nothing',
    `insert into licensing.timer select authority, :issued, task_id, due_at from licensing.timer where case_id = :open`,
    'timers-differ',
  ],
]

export const PEOPLE: readonly Kind[] = [
  [
    'an applicant renamed',
    `update licensing.party set data = data || '{"name": "Басқа Адам"}' where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-differs',
  ],
  [
    'an identifier of an applicant',
    `update licensing.party set data = data || '{"iin": "900101300017"}' where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-differs',
  ],
  [
    'a salt',
    `update licensing.party set salt = repeat('0', 32) where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-differs',
  ],
  [
    'the account of an applicant',
    `update licensing.party set account_id = 'account-2' where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-differs',
  ],
  [
    'the words of a name',
    `update licensing.party set words = array['nobody'] where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-differs',
  ],
  [
    'personal data emptied',
    `update licensing.party set data = null, salt = null where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-missing',
  ],
  [
    'an applicant removed',
    `delete from licensing.party where digest = (select applicant_ref from licensing.case_file where case_id = :issued)`,
    'party-missing',
  ],
  [
    'a person inserted',
    `insert into licensing.party (authority, digest, data, salt) select authority, repeat('e', 64), data, salt from licensing.party limit 1`,
    'row-unknown',
  ],
]

export const PAPERS: readonly Kind[] = [
  [
    'a signed request changed',
    `update licensing.request set content = convert_to(replace(convert_from(content, 'UTF8'), 'steppe', 'forest'), 'UTF8') where case_id = :issued`,
    'request-differs',
  ],
  [
    'a signature changed',
    `update licensing.request set cms = set_byte(cms, 40, get_byte(cms, 40) # 1) where case_id = :issued`,
    'request-differs',
  ],
  ['a signature removed', `update licensing.request set cms = null, evidence = null where case_id = :issued`, 'request-differs'],
  [
    'the requests of two cases swapped',
    `update licensing.request r set content = o.content, cms = o.cms from licensing.request o where r.case_id = :issued and o.case_id = :open`,
    'request-differs',
  ],
  [
    'the list of files',
    `update licensing.request set attachments = jsonb_set(attachments, '{0,name}', '"other.pdf"') where case_id = :issued`,
    'request-differs',
  ],
  ['the list of files emptied', `update licensing.request set attachments = '[]' where case_id = :issued`, 'request-differs'],
  [
    'when a request came',
    `update licensing.request set received_at = received_at + interval '1 day' where case_id = :issued`,
    'request-differs',
  ],
  ['by what a request was paid', `update licensing.request set payment_order_id = 'another' where case_id = :issued`, 'request-differs'],
  ['a request removed', `delete from licensing.request where case_id = :issued`, 'request-missing'],
  [
    'a request of no case',
    `insert into licensing.request select authority, 'nothing', content, cms, evidence, attachments, null, received_at from licensing.request where case_id = :issued`,
    'row-unknown',
  ],
  [
    'an attachment changed',
    `update licensing.attachment set bytes = set_byte(bytes, 0, get_byte(bytes, 0) # 1) where sha256 = (select attachments->0->>'sha256' from licensing.request where case_id = :issued)`,
    'file-wrong',
  ],
  [
    'an attachment removed',
    `delete from licensing.attachment where sha256 = (select attachments->0->>'sha256' from licensing.request where case_id = :issued)`,
    'file-missing',
  ],
  [
    'an attachment said to be outside',
    `update licensing.attachment set size_bytes = length(bytes), bytes = null where sha256 = (select attachments->0->>'sha256' from licensing.request where case_id = :issued)`,
    'file-wrong',
  ],
  [
    'a signed PDF changed',
    `update licensing.signed_file set bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 1) where document_id = (select document_id from licensing.document where number = :first limit 1)`,
    'file-wrong',
  ],
  [
    'a signed PDF removed',
    `delete from licensing.signed_file where document_id = (select d.document_id from licensing.document d where d.case_id = :issued and d.number = :first)`,
    'file-missing',
  ],
  [
    'a signed PDF given to another paper',
    `update licensing.signed_file set document_id = 'other' where document_id = (select d.document_id from licensing.document d where d.case_id = :issued and d.number = :first)`,
    'file-missing',
  ],
  [
    'a prepared PDF changed',
    `update licensing.document set prepared = set_byte(prepared, 100, get_byte(prepared, 100) # 1) where case_id = :issued`,
    'document-differs',
  ],
  [
    'the digest of a prepared PDF',
    `update licensing.document set prepared_sha256 = repeat('0', 64) where case_id = :issued`,
    'document-differs',
  ],
  ['the number on a paper', `update licensing.document set number = :second where case_id = :issued`, 'document-differs'],
  ['who signed a paper', `update licensing.document set signer_id = 'head-9' where case_id = :issued`, 'document-differs'],
  [
    'what a paper does to the register',
    `update licensing.document set register_plan = jsonb_set(register_plan, '{change,until}', '"2099-01-01"') where case_id = :extended`,
    'document-differs',
  ],
  ['a paper removed', `delete from licensing.document where case_id = :issued`, 'document-missing'],
  [
    'words of an official changed',
    `update licensing.writing set content = jsonb_set(content, '{values,hivesSeen}', '"99"')`,
    'writing-differs',
  ],
  ['who wrote them', `update licensing.writing set written_by = 'officer-9'`, 'writing-differs'],
  ['words of an official removed', `delete from licensing.writing`, 'request-missing'],
]

export const REGISTER: readonly Kind[] = [
  [
    'a licence that nobody issued',
    `insert into licensing.licence select 'KZ00AAA00000009', authority, case_id, document_id, holder_ref, edition_hash, variant, issued_on, 'active', status_since,
     document_sha256, valid_from, valid_until, null from licensing.licence where number = :first`,
    'licence-unknown',
  ],
  [
    'a licence that nobody issued, with a history',
    `insert into licensing.licence select 'KZ00AAA00000009', authority, case_id, document_id, holder_ref, edition_hash, variant, issued_on, 'active', status_since,
     document_sha256, valid_from, valid_until, null from licensing.licence where number = :first; insert into licensing.licence_history
     select 'KZ00AAA00000009', 1, 'issued', at, actor_id, reason, authority, edition_hash, variant, document_id, other_number, until from licensing.licence_history where number = :first and sequence = 1`,
    'history-differs',
  ],
  [
    'the holder of a number',
    `update licensing.licence set holder_ref = (select applicant_ref from licensing.case_file where case_id = :open) where number = :third`,
    'licence-differs',
  ],
  ['a number in force again', `update licensing.licence set status = 'active' where number = :first`, 'licence-differs'],
  ['a number ended', `update licensing.licence set status = 'terminated' where number = :second`, 'licence-differs'],
  [
    'since when a status is',
    `update licensing.licence set status_since = status_since - interval '1 day' where number = :first`,
    'licence-differs',
  ],
  ['the day of issue', `update licensing.licence set issued_on = issued_on - 9 where number = :first`, 'licence-differs'],
  ['the first day of a number', `update licensing.licence set valid_from = valid_from - 1 where number = :first`, 'licence-differs'],
  ['the last day of a number', `update licensing.licence set valid_until = '2099-12-31' where number = :second`, 'licence-differs'],
  ['a number renumbered', `update licensing.licence set number = 'KZ00AAA00000007' where number = :third`, 'licence-unknown'],
  [
    'the digest of the paper of a number',
    `update licensing.licence set document_sha256 = repeat('0', 64) where number = :second`,
    'licence-differs',
  ],
  [
    'the paper of a number',
    `update licensing.licence set document_id = (select d.document_id from licensing.document d where d.case_id = :issued and d.number = :first) where number = :second`,
    'licence-differs',
  ],
  ['the edition of a number', `update licensing.licence set edition_hash = repeat('0', 64) where number = :second`, 'licence-differs'],
  ['whose case gave a number', `update licensing.licence set case_id = :open where number = :second`, 'licence-differs'],
  [
    'a licence removed with its history',
    `delete from licensing.licence_history where number = :third; delete from licensing.licence where number = :third`,
    'licence-missing',
  ],
  ['a line of a history removed', `delete from licensing.licence_history where number = :first and kind = 'corrected'`, 'history-differs'],
  [
    'a line of a history inserted',
    `insert into licensing.licence_history select number, 99, 'ended', at, actor_id, reason, authority, edition_hash, variant, document_id, null, null
     from licensing.licence_history where number = :second and sequence = 1`,
    'history-differs',
  ],
  ['who did it', `update licensing.licence_history set actor_id = 'head-9' where number = :first and sequence = 1`, 'history-differs'],
  [
    'when it was done',
    `update licensing.licence_history set at = at - interval '1 day' where number = :first and sequence = 1`,
    'history-differs',
  ],
  [
    'until when',
    `update licensing.licence_history set until = '2099-12-31' where number = :first and kind = 'extended'`,
    'history-differs',
  ],
  [
    'which number took its place',
    `update licensing.licence_history set other_number = :third where number = :first and kind = 'replaced'`,
    'history-differs',
  ],
  [
    'two lines of a history swapped',
    `update licensing.licence_history set sequence = case sequence when 2 then 103 else 102 end where number = :first and sequence in (2, 3);
     update licensing.licence_history set sequence = sequence - 100 where number = :first and sequence > 100`,
    'licence-differs',
  ],
  ['a serial freed', `delete from licensing.licence_serial where case_id = :issued`, 'serial-differs'],
  ['a serial made void', `update licensing.licence_serial set status = 'voided' where case_id = :issued`, 'serial-differs'],
  [
    'a serial reserved for nobody',
    `insert into licensing.licence_serial select letters, serial + 5, authority, :open, 'issued', reserved_at, reserved_at, null from licensing.licence_serial limit 1`,
    'serial-differs',
  ],
  ['the counter of serials set back', `update licensing.licence_series set last_serial = last_serial - 1`, 'counter-differs'],
  ['the counter of requests set back', `update licensing.counter set value = value - 1 where name like 'request-%'`, 'counter-differs'],
  [
    'the counter of the journal set forward',
    `update licensing.counter set value = value + 3 where name like 'journal-%'`,
    'counter-differs',
  ],
]

export const MESSAGES: readonly Kind[] = [
  [
    'the words of a message',
    `update licensing.outbox set payload = jsonb_set(payload, '{notice,facts}', '{"requestNumber": "XX-1"}') where idempotency_key = (select min(idempotency_key) from licensing.outbox where case_id = :issued)`,
    'message-differs',
  ],
  [
    'to whom a message goes',
    `update licensing.outbox set payload = jsonb_set(payload, '{notice,to}', '"head"') where idempotency_key = (select min(idempotency_key) from licensing.outbox where case_id = :issued)`,
    'message-differs',
  ],
  [
    'a message inserted',
    `insert into licensing.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at) select authority, case_id || '/2/7', case_id, kind, payload, next_attempt_at
     from licensing.outbox where case_id = :issued limit 1`,
    'message-differs',
  ],
  [
    'a fee sent back that nobody owes',
    `insert into licensing.outbox (authority, idempotency_key, case_id, kind, payload, next_attempt_at) select authority, case_id || '/refund/x', case_id, 'refund', '{"orderId":"x"}', next_attempt_at
     from licensing.outbox where case_id = :issued limit 1`,
    'message-differs',
  ],
  [
    'a message removed',
    `delete from licensing.outbox where idempotency_key = (select min(idempotency_key) from licensing.outbox where case_id = :issued)`,
    'message-missing',
  ],
]

export const CHECKPOINTS: readonly Kind[] = [
  [
    'a checkpoint changed',
    `update licensing.checkpoint set body = replace(body::text, '"number":1', '"number":7')::json where number = 1`,
    'checkpoint-changed',
  ],
  ['the signature of a checkpoint', `update licensing.checkpoint set sha256 = repeat('0', 64) where number = 1`, 'checkpoint-changed'],
  ['a checkpoint removed', `delete from licensing.checkpoint where number = 1`, 'checkpoint-missing'],
  [
    'the last checkpoint removed',
    `delete from licensing.checkpoint where number = (select max(number) from licensing.checkpoint)`,
    'checkpoint-missing',
  ],
  ['all checkpoints removed', `delete from licensing.checkpoint`, 'checkpoint-missing'],
]
