-- Entries that were sent and have no answer yet are looked for again and again.
create index counter_entry_sent on centre.counter_entry (authority, changed_at) where status = 'open' and content ? 'sent';
