-- What was posted after a session had ended waits in the session of its browser, as in every room (support/web, kept-form.ts).
drop table portal.stash;
