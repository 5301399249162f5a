-- Statements of banks as files, and what differs between them and our own rows (docs/decisions/0075-a-statement-is-read-whole.md).

create table payments.statements (
  statement_id uuid primary key,
  bank text not null,
  -- Of the file: the same bytes are read once.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text not null,
  -- `rejected`: something is wrong in it (`faults`), and nothing of it was taken.
  state text not null check (state in ('read', 'rejected')),
  format text check (format in ('csv', 'camt.053')),
  period_from timestamptz,
  period_to timestamptz,
  movements integer not null default 0,
  recovered integer not null default 0,
  differences integer not null default 0,
  faults jsonb not null default '[]',
  -- Legal time, and the person; `system` where the folder was read.
  read_at timestamptz not null,
  read_by text not null,
  unique (bank, sha256),
  check ((state = 'read') = (format is not null and period_from is not null and period_to is not null))
);
create index statements_by_time on payments.statements (read_at);
comment on table payments.statements is 'National: banks serve all authorities; a file is of one bank.';

create table payments.movements (
  bank text not null,
  direction text not null check (direction in ('in', 'out')),
  reference text not null,
  statement_id uuid not null references payments.statements (statement_id),
  line integer not null,
  amount_tiyn bigint not null check (amount_tiyn > 0),
  currency text not null,
  booked_at timestamptz not null,
  -- Each movement counts once, in however many files it is.
  primary key (bank, direction, reference)
);
create index movements_of_statement on payments.movements (statement_id);
comment on table payments.movements is 'National: what banks booked, once each.';

create table payments.differences (
  authority text not null,
  difference_id uuid not null,
  kind text not null check (kind in ('notOurs', 'notAtBank', 'otherSum', 'otherPurpose', 'twice')),
  state text not null check (state in ('open', 'owned', 'resolved')),
  bank text not null,
  direction text not null check (direction in ('in', 'out')),
  reference text not null,
  order_id uuid,
  -- Where it was found, and where in the file; no line where the file has none.
  statement_id uuid not null,
  line integer,
  our_tiyn bigint,
  bank_tiyn bigint,
  currency text not null,
  booked_at timestamptz not null,
  purpose text not null,
  party text not null,
  -- Legal time.
  found_at timestamptz not null,
  owner_id text,
  owner_name text,
  resolved_at timestamptz,
  resolution text,
  primary key (authority, difference_id),
  unique (authority, bank, direction, reference, kind),
  foreign key (authority, order_id) references payments.orders (authority, order_id),
  check ((owner_id is null) = (owner_name is null)),
  check ((state = 'open') = (owner_id is null)),
  check ((state = 'resolved') = (resolved_at is not null and resolution is not null and resolution <> ''))
);
create index differences_by_state on payments.differences (authority, state, found_at);
create index differences_of_statement on payments.differences (statement_id);
create index differences_by_id on payments.differences (difference_id);
create index differences_of_order on payments.differences (authority, order_id);
comment on table payments.differences is 'By authority: what a statement and its own rows do not agree about; ''unknown'' where the money is nobody''s yet.';

insert into payments.moves (what, old_state, new_state) values
  ('difference', 'open', 'owned'), ('difference', 'open', 'resolved'), ('difference', 'owned', 'open'), ('difference', 'owned', 'resolved');
create trigger difference_state_kept before update on payments.differences for each row execute function payments.keep_state('difference', 'state');

-- What was found is kept as it was found; only who has it and what was done about it is added.
create function payments.keep_difference() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'Expected the difference % to stay', old.difference_id; end if;
  if (old.authority, old.kind, old.bank, old.direction, old.reference, old.order_id, old.our_tiyn, old.bank_tiyn, old.currency, old.booked_at, old.purpose, old.party)
    is distinct from
    (new.authority, new.kind, new.bank, new.direction, new.reference, new.order_id, new.our_tiyn, new.bank_tiyn, new.currency, new.booked_at, new.purpose, new.party)
    or (old.state = 'resolved' and (old.resolution, old.owner_id) is distinct from (new.resolution, new.owner_id)) then
    raise exception 'Expected the difference % to stay as it was found', old.difference_id;
  end if;
  return new;
end $$;
create trigger difference_kept before update or delete on payments.differences for each row execute function payments.keep_difference();
