import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import { local } from '@ruqsat/web'

/** Every "no" of this room that is not the host's. Codes are frozen. */
export const WORKSTATION_REFUSALS = {
  'workstation.case-not-yours': {
    text: local(
      'Мұндай іс жоқ немесе ол сізге көрсетілмейді',
      'Такого дела нет или вам оно не показывается',
      'There is no such case, or it is not yours to see',
    ),
    remedy: local(
      'Нөмірін тексеріңіз немесе жұмыс тізімінен ашыңыз.',
      'Проверьте номер или откройте дело из списка заданий.',
      'Check the number, or open it from your work list.',
    ),
  },
  'workstation.task-not-yours': {
    text: local('Бұл тапсырма қазір сізде емес', 'Это задание сейчас не у вас', 'This task is not with you now'),
    remedy: local(
      'Істің қай қадамда екенін қараңыз немесе жұмыс тізіміне оралыңыз.',
      'Посмотрите, на каком шаге дело, или вернитесь к списку заданий.',
      'See at which step the case is, or go back to your work list.',
    ),
  },
  'workstation.document-not-yours': {
    text: local(
      'Мұндай құжат жоқ немесе ол сізге көрсетілмейді',
      'Такого документа нет или вам он не показывается',
      'There is no such document, or it is not yours to see',
    ),
    remedy: local('Құжатты істің бетінен ашыңыз.', 'Откройте документ со страницы дела.', 'Open it from the page of the case.'),
  },
  'workstation.role-differs': {
    text: local('Бұл бет сіздің рөліңізге арналмаған', 'Эта страница не для вашей роли', 'This page is not for your role'),
    remedy: local('Жұмыс тізіміне оралыңыз.', 'Вернитесь к списку заданий.', 'Go back to your work list.'),
  },
  'workstation.deed-unknown': {
    text: local(
      'Бұл қадамда мұндай әрекет жасалмайды',
      'На этом шаге такое действие не выполняется',
      'This step does not allow that action',
    ),
    remedy: local(
      'Қадамда көрсетілген әрекетті таңдаңыз.',
      'Выберите действие, указанное для шага.',
      'Choose the action that the step names.',
    ),
  },
  'workstation.decision-missing': {
    text: local('Шешім таңдалмаған', 'Решение не выбрано', 'No decision was chosen'),
    remedy: local(
      'Беру немесе дәлелді бас тарту дегенді таңдаңыз.',
      'Выберите: выдать или мотивированно отказать.',
      'Choose to grant or to refuse with reasons.',
    ),
  },
  'workstation.opinion-missing': {
    text: local('Қорытынды таңдалмаған', 'Заключение не выбрано', 'No opinion was chosen'),
    remedy: local(
      'Келісетініңізді немесе қарсы екеніңізді таңдаңыз.',
      'Выберите: согласны или возражаете.',
      'Choose whether you agree or object.',
    ),
  },
  'workstation.signature-missing': {
    text: local('Қолтаңба келген жоқ немесе оқылмады', 'Подпись не пришла или не читается', 'No signature arrived, or it cannot be read'),
    remedy: local(
      'Бетті қайта ашып, қайта қол қойыңыз.',
      'Откройте страницу заново и подпишите ещё раз.',
      'Open the page again and sign once more.',
    ),
  },
  'workstation.staff-iin-wrong': {
    text: local('Қызметкердің ЖСН-і қате', 'ИИН работника неверен', 'The IIN of the member of staff is wrong'),
    remedy: local('12 цифрды куәліктен тексеріңіз.', 'Сверьте 12 цифр с удостоверением.', 'Compare the 12 digits with the identity card.'),
  },
  'workstation.not-staff': {
    text: local(
      'Бұл есептік жазба қызметкерге тиесілі емес',
      'Эта учётная запись не принадлежит работнику',
      'This account does not belong to a member of staff',
    ),
    remedy: local('Жүйе әкімшісіне хабарласыңыз.', 'Обратитесь к администратору системы.', 'Ask the administrator of the system.'),
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type WorkstationRefusalCode = keyof typeof WORKSTATION_REFUSALS

export function refuseWorkstation(code: WorkstationRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return refuse(WORKSTATION_REFUSALS, code, details)
}
