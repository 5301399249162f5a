-- Work of an organisation outside the authority is on that organisation's desk, not on those of this authority who have the same role: a head
-- does not find on their list what the higher body has to consider.
alter table {schema}.task alter column desk set expression as
  (role || ' ' || coalesce('of:' || assignee, case when role = 'interestedBody' or unit_authority is not null then 'unit:' || unit else '-' end));

-- Complaints at which an official may not work: few, and asked for by each of their lists.
create index case_file_barred on {schema}.case_file using gin ((state->'barred'->'officials')) where status = 'open' and state ? 'barred';
