-- A fee goes back also where the act returns it to whose request was not accepted.
alter table payments.refunds drop constraint refunds_why_check;
alter table payments.refunds add constraint refunds_why_check
  check (why in ('withdrawn', 'notOwed', 'exempt', 'notAccepted', 'overpaid', 'otherSum', 'partOnly'));
