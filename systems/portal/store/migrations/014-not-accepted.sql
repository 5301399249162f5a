-- A fee goes back also where the act returns it to whose request was not accepted.
alter table portal.refund drop constraint refund_why_check;
alter table portal.refund add constraint refund_why_check check (why in ('withdrawn', 'notOwed', 'exempt', 'notAccepted'));
