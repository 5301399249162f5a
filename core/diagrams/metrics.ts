// How wide a text becomes. Each letter counts as in the widest of the three families that readers see: Golos Text (our pages),
// Noto Sans (our PDFs) and Arial's metrics (neither is available here), in hundredths of an em, rounded up.

/** None is smaller than 12: on paper that is what becomes 7 points. */
export const FACES = {
  title: { size: 20, isBold: true },
  subtitle: { size: 13, isBold: false },
  lane: { size: 13, isBold: true },
  head: { size: 12, isBold: true },
  text: { size: 13, isBold: false },
  note: { size: 12, isBold: false },
  time: { size: 12, isBold: true },
  label: { size: 12, isBold: true },
} as const satisfies Record<string, { readonly size: number; readonly isBold: boolean }>
export type FaceName = keyof typeof FACES

/** From baseline to baseline. */
export const LEADING: Readonly<Record<FaceName, number>> = {
  title: 26,
  subtitle: 18,
  lane: 17,
  head: 17,
  text: 17,
  note: 16,
  time: 17,
  label: 16,
}

const REGULAR: Readonly<Record<number, string>> = {
  23: "'",
  27: 'ijі',
  28: ' ',
  30: '!,.:;’·',
  32: 'l',
  34: 'I`І',
  37: 'f',
  38: '()-[]{}',
  40: 't',
  41: '"',
  42: 'r',
  46: 'г',
  48: '/\\',
  49: '“”т',
  50: 'ғ',
  51: 'z',
  53: 'sз',
  54: 'ұ',
  55: 'cxсхэ',
  56: '*?J_vy|«»–ГуҒү',
  57: 'Lakая',
  58: '1257^eвекёә',
  59: '+3<=>~×лқ',
  60: 'бьҰ',
  61: '4689oдоө',
  62: '0FTZbdghnpquТрчһ',
  63: 'п',
  64: '$ЗнцҮ',
  65: 'ий',
  66: 'Ьң',
  67: 'ABEPSVXYАБВЕРУХЁ',
  68: '#',
  69: 'K',
  70: 'КЧъҺ',
  72: 'ЛЭҚ',
  73: 'CDRДСЯ',
  74: '&UӘ',
  75: 'Пм',
  76: 'HNН',
  77: 'ИЙЦ',
  78: 'GыҢ',
  79: 'OQОӨ',
  80: 'Ъж',
  81: 'w',
  83: 'ф',
  84: 'ю',
  86: 'Ф',
  89: '%Ы',
  90: 'ш',
  91: 'MМщ',
  94: 'm',
  96: 'WЖ',
  100: '—…',
  102: '@',
  104: 'Ш',
  105: 'Щ',
  106: 'Ю',
  110: '№',
}
const BOLD: Readonly<Record<number, string>> = {
  27: "'",
  28: ' ',
  31: 'ij’і',
  32: ',.·',
  34: '!:;l',
  37: '`',
  38: '()-[]',
  39: 'IfІ',
  40: '{}',
  44: 't',
  46: 'r',
  48: '"/\\г',
  50: 'ғ',
  51: 'z',
  54: '“”',
  55: '*',
  56: '_s|–зт',
  57: 'JГ',
  58: '17cxсхэ',
  59: '+<=>^~×Ғ',
  60: 'evyеуяёәү',
  61: '235aаұ',
  62: '?FLko«»коьө',
  63: '4Zбв',
  64: '689bdgpqр',
  65: '0TТл',
  66: 'hnuпчһ',
  67: '$EPSЕЗРднЁқ',
  68: '#',
  69: 'ц',
  70: 'YҰҮ',
  71: 'VУ',
  72: 'XБХЬЭЯий',
  73: 'ABCKRАВСЧъҺ',
  74: 'DК',
  75: '&ЛПң',
  76: 'UҚ',
  77: 'HДН',
  78: 'G',
  79: 'Ц',
  80: 'OQОӨ',
  82: 'NӘ',
  83: 'ИЙ',
  85: 'мҢ',
  86: 'wы',
  87: 'Ъ',
  88: 'жфю',
  91: '%',
  93: 'Ф',
  95: 'MМ',
  97: 'ш',
  98: '@Ы',
  99: 'mщ',
  100: 'W—…',
  102: 'Ж',
  107: 'Ю',
  108: 'Ш',
  112: '№Щ',
}

/** A letter that the tables do not know is counted as a wide one. */
const UNKNOWN = 112
/** Shaping, hinting and other versions of the families. */
const MARGIN = 1.03

const widths = (table: Readonly<Record<number, string>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(table).flatMap(([width, letters]) => [...letters].map((letter) => [letter, Number(width)] as const)))
const TABLES = { regular: widths(REGULAR), bold: widths(BOLD) }

/** Width in pixels, rather too much than too little. */
export function textWidth(text: string, name: FaceName): number {
  return pixelsOf(lettersOf(text, name), name)
}

/** Width in hundredths of the face's size: that of a line is the sum of its words and spaces. */
export function lettersOf(text: string, name: FaceName): number {
  const table = FACES[name].isBold ? TABLES.bold : TABLES.regular
  return [...text].reduce((sum, letter) => sum + (table.get(letter) ?? UNKNOWN), 0)
}

export function pixelsOf(hundredths: number, name: FaceName): number {
  return Math.ceil((hundredths * FACES[name].size * MARGIN) / 100)
}
