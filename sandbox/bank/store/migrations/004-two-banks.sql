-- Two banks with a wire each, money over the counter without a session, and returns in parts.
alter table bank.sessions add column bank text not null default 'dala', alter column callback_url drop not null,
  drop constraint sessions_merchant_reference_key, add unique (bank, merchant_reference);
alter table bank.sessions alter column bank drop default;
alter table bank.payments add column bank text not null default 'dala', alter column session_id drop not null,
  add column purpose text not null default '', add column payer text not null default '';
alter table bank.payments alter column bank drop default, alter column purpose drop default, alter column payer drop default;
drop index bank.payments_by_time;
create index payments_by_time on bank.payments (bank, stated_at);
alter table bank.refunds add column bank text not null default 'dala';
alter table bank.refunds alter column bank drop default;
-- A payment goes back in parts, together never more than was paid: `work/refund.ts` holds the payment's row meanwhile.
drop index bank.one_return_per_payment;
create index refunds_of_payment on bank.refunds (payment_reference);
