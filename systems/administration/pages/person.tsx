import { formatInstant, type ZoneRules } from '@ruqsat/clock'
import { fillText, inAll, wordsOf, type LocalText } from '@ruqsat/foundation'
import type { Absence, Appointment, OfficePost, StaffCard } from '@ruqsat/workstation/contract'
import { localHref, SummaryList, Table, useLanguage } from '@ruqsat/web'
import { PATHS } from '../deps.ts'
import { refuseAdministration } from '../refusals.ts'
import texts from '../texts.yaml'
import { CHANGES } from './changes.tsx'
import { dayText, daysText, roleName, send, sendMissing } from './frame.tsx'
import { hrefOf, type AdministrationVisit } from './guard.ts'
import { changeText } from './history.tsx'
import { stateOf } from './people.tsx'

/** One official: what is known of them, what may be changed, and everything that was. */
export async function showPerson(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const card = await deps.office.person(visit.params.id)
  if (card === null) return sendMissing(visit, refuseAdministration('person-unknown'), PATHS.people)
  const back = { href: `${hrefOf(visit, PATHS.people)}?authority=${encodeURIComponent(card.staff.authority)}`, text: texts.people.title }
  return send(visit, { title: card.staff.name, width: 'wide', back }, <PersonPage card={card} posts={deps.office.posts} zone={deps.zone} />)
}

type PersonProps = { readonly card: StaffCard; readonly posts: readonly OfficePost[]; readonly zone: ZoneRules }

function PersonPage({ card, posts, zone }: PersonProps) {
  const language = useLanguage()
  const { staff, login, phone, email, awayUntil } = card
  const authority = posts.find((post) => post.authority === staff.authority)?.authorityName ?? staff.authority
  const works = staff.retiredAt === null
  return (
    <>
      <h1>{staff.name}</h1>
      <SummaryList
        rows={[
          { key: texts.people.state, value: stateOf({ ...staff, awayUntil }) },
          { key: texts.people.authority, value: authority },
          { key: texts.people.post, value: staff.position },
          { key: texts.people.role, value: roleName(staff.role) },
          { key: texts.person.signing, value: staff.signs === false ? texts.people.signsNot : texts.person.signs },
          { key: texts.person.login, value: login },
          { key: texts.person.iin, value: staff.iin },
          { key: texts.person.phone, value: phone ?? texts.person.none },
          { key: texts.person.email, value: email ?? texts.person.none },
          { key: texts.person.open, value: String(card.open.length) },
        ]}
      />
      {works && (
        <>
          <h2>{texts.person.change}</h2>
          <ul>
            {(['post', 'appoint', 'absence', 'signing', 'contacts', 'leave'] as const).map((change) => (
              <li>
                <a href={localHref(language, PATHS.change(staff.id, change))}>{CHANGES[change].title(card)}</a>
              </li>
            ))}
          </ul>
          <p>{texts.person.substitution}</p>
        </>
      )}
      <Appointments card={card} canEnd={works} />
      <Absences card={card} canEnd={works} />
      <h2>{texts.history.title}</h2>
      <Table
        caption={texts.history.title}
        captionHidden
        empty={texts.history.empty}
        columns={[{ text: texts.history.at }, { text: texts.history.what }, { text: texts.history.by }, { text: texts.frame.why }]}
        rows={card.changes.map((change) => [
          formatInstant(change.at, zone, language),
          changeText(change, language),
          change.by.name,
          change.why,
        ])}
      />
    </>
  )
}

function Appointments({ card: { staff, appointments }, canEnd }: { readonly card: StaffCard; readonly canEnd: boolean }) {
  const language = useLanguage()
  if (appointments.length === 0) return null
  const end = ({ id }: Appointment) => `${localHref(language, PATHS.change(staff.id, 'disappoint'))}?appointment=${id}`
  return (
    <>
      <h2>{texts.person.appointments}</h2>
      <Table
        caption={texts.person.appointments}
        captionHidden
        columns={[
          { text: texts.person.days },
          { text: texts.people.post },
          { text: texts.person.signing },
          { text: texts.people.state },
          { text: texts.person.change },
        ]}
        rows={appointments.map((each) => [
          each.until === null ? fillText(texts.person.fromDay, { day: dayText(each.from) }) : daysText(each.from, each.until),
          inAll((to) => `${each.position[to]} (${roleName(each.role)[to]})`),
          each.signs ? texts.person.signs : texts.people.signsNot,
          appointmentState(each, staff.name),
          canEnd && each.overAt === null ? <a href={end(each)}>{texts.changes.disappoint.title}</a> : '',
        ])}
      />
    </>
  )
}

function appointmentState({ begunAt, overAt, blocked }: Appointment, name: string): LocalText {
  const { planned, holds, over, blocked: waits } = texts.person.appointmentState
  if (overAt !== null) return over
  if (blocked !== null) return fillText(waits, { why: wordsOf(blocked, { official: () => name }).text })
  return begunAt === null ? planned : holds
}

function Absences({ card: { staff, absences }, canEnd }: { readonly card: StaffCard; readonly canEnd: boolean }) {
  const language = useLanguage()
  if (absences.length === 0) return null
  const end = ({ id }: Absence) => `${localHref(language, PATHS.change(staff.id, 'present'))}?absence=${id}`
  return (
    <>
      <h2>{texts.person.absences}</h2>
      <Table
        caption={texts.person.absences}
        captionHidden
        columns={[{ text: texts.person.days }, { text: texts.person.absenceWhy }, { text: texts.people.state }]}
        rows={absences.map((absence) => [
          daysText(absence.from, absence.until),
          texts.absences[absence.why],
          absence.endedAt !== null ? texts.person.ended : canEnd ? <a href={end(absence)}>{texts.changes.present.title}</a> : '',
        ])}
      />
    </>
  )
}
