-- Heads read what happened to the money of their authority, the newest first.
create index events_by_number on payments.events (authority, number);
-- The last period that a bank's statements have covered.
create index statements_by_period on payments.statements (bank, period_to) where state = 'read';
