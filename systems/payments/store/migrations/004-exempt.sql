-- A fee goes back also because of an answer with which nothing is owed.
alter table payments.refunds drop constraint refunds_why_check;
alter table payments.refunds add constraint refunds_why_check check (why in ('withdrawn', 'notOwed', 'exempt', 'overpaid', 'otherSum'));
