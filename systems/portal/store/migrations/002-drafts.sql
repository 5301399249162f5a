-- What must hold of a draft whatever the program does, and what the background round looks for.
create unique index draft_order on portal.draft (order_id) where order_id is not null;
create index stash_kept_until on portal.stash (kept_until);

alter table portal.draft
  add constraint draft_frozen_with_digest check ((frozen is null) = (frozen_sha256 is null)),
  add constraint draft_waiting_is_signed check (status <> 'waiting' or (frozen is not null and cms is not null)),
  add constraint draft_registered_has_number check (status <> 'registered' or request_number is not null),
  add constraint draft_paid_whole check ((paid_at is null) = (paid_tiyn is null) and (paid_at is null) = (payment_reference is null));

alter table portal.retry add constraint retry_why check (why in ('judge', 'register', 'tell'));
