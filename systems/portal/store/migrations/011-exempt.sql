-- A fee goes back also because of an answer with which nothing is owed.
alter table portal.refund drop constraint refund_why_check;
alter table portal.refund add constraint refund_why_check check (why in ('withdrawn', 'notOwed', 'exempt'));
