import type { LocalText } from '@ruqsat/foundation'
import type { Regulation, SystemId } from './model.ts'

/** Names of the information systems where a package has no unit for one: our own plain words. */
export const SYSTEM_NAMES: Readonly<Record<SystemId, LocalText>> = {
  'IS-PORTAL': { kk: '«Электрондық үкімет» порталы', ru: 'Портал «электронного правительства»', en: 'E-government portal' },
  'IS-LICENSING': { kk: '«Е-лицензиялау» базасы', ru: 'База «Е-лицензирование»', en: 'E-licensing database' },
  'IS-WORKSTATION': { kk: 'Қызмет берушінің жұмыс орны', ru: 'Рабочее место услугодателя', en: 'Workstation of the provider' },
  'IS-GATEWAY': { kk: '«Электрондық үкімет» шлюзі', ru: 'Шлюз «электронного правительства»', en: 'E-government gateway' },
  'IS-REGIONAL': { kk: 'Аймақтық шлюздің жұмыс орны', ru: 'Рабочее место регионального шлюза', en: 'Workstation of the regional gateway' },
  'IS-PAYMENT': { kk: 'Төлем шлюзі', ru: 'Платёжный шлюз', en: 'Payment gateway' },
  'IS-LEGAL': { kk: 'Заңды тұлғалар базасы', ru: 'База юридических лиц', en: 'Database of legal entities' },
  'IS-PERSON': { kk: 'Жеке тұлғалар базасы', ru: 'База физических лиц', en: 'Database of individuals' },
  'IS-NOTARY': { kk: 'Нотариаттық ақпараттық жүйе', ru: 'Нотариальная информационная система', en: 'Notary system' },
  'IS-CENTRE': { kk: 'Оператордың жұмыс орны', ru: 'Рабочее место оператора', en: 'Workstation of the operator' },
  'IS-NCA': { kk: 'Куәландырушы орталық', ru: 'Удостоверяющий центр', en: 'Certification authority' },
  'IS-OTP': { kk: 'Бір реттік парольдер', ru: 'Одноразовые пароли', en: 'One-time passwords' },
  'IS-CONTACT': { kk: 'Байланыс орталығы', ru: 'Контакт-центр', en: 'Contact centre' },
}

/** What the package calls a system by its unit for it, else our own plain words; an id that is no system is given back. */
export function systemName(id: string, { units }: Pick<Regulation, 'units'>): LocalText {
  const unit = units.find((each) => each.kind === 'system' && each.system === id)
  return unit?.name ?? (Object.hasOwn(SYSTEM_NAMES, id) ? SYSTEM_NAMES[id as SystemId] : { kk: id, ru: id, en: id })
}
