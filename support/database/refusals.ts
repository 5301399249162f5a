import type { RefusalRow } from '@ruqsat/foundation'

/** What moving legal time can be refused for. */
export const refusals = {
  'legal-time.production': {
    text: {
      kk: 'Бұл жүйе нақты режимде жұмыс істейді, сондықтан заңдық уақытты жылжытуға болмайды.',
      ru: 'Система работает в рабочем режиме, поэтому юридическое время переводить нельзя.',
      en: 'This installation is in production mode, so legal time cannot be moved.',
    },
    remedy: {
      kk: 'Уақытты тек сынақ ортасында жылжытыңыз.',
      ru: 'Переводите время только в учебной среде (песочнице).',
      en: 'Move time in a sandbox only.',
    },
  },
  'legal-time.backwards': {
    text: {
      kk: 'Заңдық уақыт тек алға жылжиды: қазір {now}, ал сұралған уақыт {to}.',
      ru: 'Юридическое время движется только вперёд: сейчас {now}, а запрошено {to}.',
      en: 'Legal time only moves forward: it is {now} and {to} was asked for.',
    },
    remedy: {
      kk: 'Қазіргіден кейінгі уақытты таңдаңыз немесе сынақ ортасын басынан бастаңыз.',
      ru: 'Выберите более позднее время или начните песочницу заново.',
      en: 'Choose a later time, or start the sandbox over.',
    },
  },
  'legal-time.not-an-instant': {
    text: {
      kk: 'Уақыт түсініксіз: {to}.',
      ru: 'Не удалось прочитать время: {to}.',
      en: 'This is not a time that can be read: {to}.',
    },
    remedy: {
      kk: 'Уақытты 2014-10-01T04:30:00.000Z түрінде жазыңыз.',
      ru: 'Укажите время в виде 2014-10-01T04:30:00.000Z.',
      en: 'Write it like 2014-10-01T04:30:00.000Z.',
    },
  },
} as const satisfies Record<string, RefusalRow>
