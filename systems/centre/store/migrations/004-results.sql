-- What was presented for the held ticket to have a result handed over: forgotten when the ticket ends.
create table centre.presented_result (
  authority text not null,
  ticket_id uuid not null,
  request_number text not null,
  -- IIN or BIN as it was typed from the identity document.
  identifier text not null check (identifier ~ '^\d{12}$'),
  operator_id uuid not null,
  presented_at timestamptz not null,
  primary key (authority, ticket_id, request_number),
  foreign key (authority, ticket_id) references centre.ticket (authority, ticket_id)
);
comment on table centre.presented_result is 'By authority: what who holds a ticket presented to have a result handed over, while they are at the window.';

-- One result is handed over once, at whatever window.
create table centre.result_receipt (
  authority text not null,
  case_authority text not null,
  case_id text not null,
  request_number text not null,
  result_number text,
  ticket_id uuid not null,
  operator_id uuid not null,
  received_by text not null check (received_by <> ''),
  shown_document text not null check (shown_document <> ''),
  -- Number of the power of attorney by which somebody else took it; null where the applicant came.
  power text,
  at timestamptz not null,
  primary key (authority, case_authority, case_id)
);
comment on table centre.result_receipt is 'By authority: who took a result away at a window; rows are added only.';
create index result_receipt_of_ticket on centre.result_receipt (authority, ticket_id);
