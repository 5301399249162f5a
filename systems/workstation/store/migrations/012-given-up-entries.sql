-- What was said and shown for an entry that was given up is needed no more; only whose receipt may have paid it stays until the fee is asked back.
update workstation.counter_entry
set frozen = null,
  content = jsonb_build_object(
      'language', content -> 'language',
      'values', '{}'::jsonb,
      'representative', '{"comes": false, "iin": "", "name": "", "power": ""}'::jsonb,
      'said', '[]'::jsonb,
      'power', null,
      'papers', '[]'::jsonb,
      'files', '[]'::jsonb
    )
    || case
      when content ? 'payment' then jsonb_build_object(
        'payment',
        jsonb_build_object('bank', content #> '{payment,bank}', 'number', content #> '{payment,number}', 'found', null, 'order', null)
      )
      else '{}'::jsonb
    end
where status = 'givenUp';
