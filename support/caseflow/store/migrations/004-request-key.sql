-- A request is found however its number is typed: without its dashes.
create index case_file_by_request_key on {schema}.case_file (replace(request_number, '-', ''));
