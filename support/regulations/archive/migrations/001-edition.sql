-- Editions that were on offer, whole: a case goes on under the edition that it was registered under, also after its package has changed.

create table regulations.edition (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  regulation_id text not null,
  -- Canonical JSON (RFC 8785), the very text that the hash is over.
  regulation text not null,
  -- Path and text of each template that the edition names.
  templates jsonb not null,
  -- Technical time.
  kept_at timestamptz not null
);
