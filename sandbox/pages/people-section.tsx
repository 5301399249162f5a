import type { LocalText } from '@ruqsat/foundation'
import { Button, ButtonGroup, Details, Form, localHref, StatusTag, SummaryList, type SummaryRow, useLanguage, say } from '@ruqsat/web'
import { KEY_PASSWORD, keyFileName, keyKindsOf } from '../people/keys.ts'
import { fullName, type ContactOperator, type SandboxPerson } from '../people/republic.ts'
import texts from './texts.yaml'

/** Everybody whom a visitor can be, each with what is needed to be them. */
export function PeopleSection({
  people,
  operator,
  administrator,
}: {
  readonly people: readonly SandboxPerson[]
  readonly operator: ContactOperator | null
  readonly administrator: ContactOperator | null
}) {
  return (
    <>
      <h2 id="applicants">{texts.applicants}</h2>
      <p>{texts.applicantsLead}</p>
      {people
        .filter(({ group }) => group === 'applicant')
        .map((person) => (
          <PersonCard person={person} />
        ))}
      <h2 id="staff">{texts.staff}</h2>
      <p>{texts.staffLead}</p>
      {[...Map.groupBy(people, ({ staff }) => staff?.authority)]
        .filter(([authority]) => authority !== undefined)
        .map(([, colleagues]) => (
          <>
            <h3>{colleagues[0]!.staff!.authorityName}</h3>
            {colleagues.map((person) => (
              <PersonCard person={person} />
            ))}
          </>
        ))}
      {operator && (
        <AccountCard id="contact-operator" path="/contact" room={texts.contact} part={texts.contactOperator} account={operator} />
      )}
      {administrator && (
        <AccountCard
          id="administrator"
          path="/administration"
          room={texts.administration}
          part={texts.administrator}
          account={administrator}
        />
      )}
      <p>
        {texts.keyPassword}: <code>{KEY_PASSWORD}</code>. {texts.keysNote}
      </p>
    </>
  )
}

type AccountProps = {
  readonly id: string
  readonly path: string
  readonly room: LocalText
  readonly part: LocalText
  readonly account: ContactOperator
}

function AccountCard({ id, path, room, part, account }: AccountProps) {
  return (
    <section id={id}>
      <h3>
        <a href={localHref(useLanguage(), path)}>{room}</a>
      </h3>
      <Details summary={`${account.name} – ${say(part)}`}>
        <SummaryList
          compact
          rows={[
            { key: texts.login, value: <code>{account.login}</code> },
            { key: texts.password, value: <code>{account.password}</code> },
            { key: texts.phone, value: account.phone },
            { key: texts.email, value: account.email },
          ]}
        />
      </Details>
    </section>
  )
}

function PersonCard({ person }: { readonly person: SandboxPerson }) {
  return (
    <div id={`person-${person.personId}`} role="group" aria-label={fullName(person)}>
      <Details summary={`${fullName(person)} – ${say(person.part)}`}>
        {person.note && <p>{person.note}</p>}
        {person.isRegistered && (
          <p>
            <StatusTag kind="success" text={texts.registered} />
          </p>
        )}
        <SummaryList compact rows={rowsOf(person)} />
        <AuthorityDesk person={person} />
        {mayLeave(person) && <Leaving person={person} />}
      </Details>
    </div>
  )
}

/** The certification authority's desk: a first certificate comes with the file; the owner renews it, or has it revoked. */
function AuthorityDesk({ person }: { readonly person: SandboxPerson }) {
  return (
    <Form action={localHref(useLanguage(), '/sandbox/certificates')}>
      <input type="hidden" name="personId" value={person.personId} />
      <p class="muted">{texts.authorityLead}</p>
      <ButtonGroup>
        <Button kind="secondary" name="what" value="renew" text={texts.renew} />
        <Button kind="quiet" name="what" value="revoke" text={texts.revokeOwn} />
      </ButtonGroup>
    </Form>
  )
}

/** Who acts for a firm can be made to leave it. */
export function mayLeave(person: SandboxPerson): boolean {
  return person.group === 'applicant' && person.organisation !== null
}

function Leaving({ person }: { readonly person: SandboxPerson }) {
  return (
    <Form action={localHref(useLanguage(), '/sandbox/key-revocations')}>
      <input type="hidden" name="personId" value={person.personId} />
      <p class="muted">{texts.leavesLead}</p>
      <Button kind="secondary" text={texts.leaves} />
    </Form>
  )
}

function rowsOf(person: SandboxPerson): readonly SummaryRow[] {
  const code = (text: string) => <code>{text}</code>
  return [
    { key: texts.iin, value: code(person.iin) },
    ...(person.organisation ? [{ key: texts.firm, value: person.organisation.name }] : []),
    ...(person.organisation ? [{ key: texts.bin, value: code(person.organisation.bin) }] : []),
    { key: texts.login, value: code(person.login) },
    { key: texts.password, value: code(person.password) },
    { key: texts.keyPassword, value: code(KEY_PASSWORD) },
    { key: texts.phone, value: person.phone },
    { key: texts.email, value: person.email },
    { key: texts.keys, value: <KeyLinks person={person} /> },
  ]
}

/** The file's name is the same in every language and for every system. */
function KeyLinks({ person }: { readonly person: SandboxPerson }) {
  return (
    <ul>
      {keyKindsOf(person).map((kind) => (
        <li>
          <a href={`/sandbox/keys/${keyFileName(person.personId, kind)}`} download={keyFileName(person.personId, kind)}>
            {keyFileName(person.personId, kind)}
          </a>{' '}
          ({texts.keyKinds[kind]})
        </li>
      ))}
    </ul>
  )
}
