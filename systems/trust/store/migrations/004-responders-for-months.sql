-- Who answers for the authority is certified for months by the process that answers, and no longer once for forty years: those keys go.
delete from trust.authority where name in ('root-responder', 'issuing-responder');
