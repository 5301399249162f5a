// What people type and attach in tests.
import type { Field } from '@ruqsat/law'

/** A value that the field's own type accepts. */
export function goodValue({ type }: Field): string {
  switch (type.kind) {
    case 'text':
      if (type.pattern === 'cadastral') return '02-036-001-123'
      return type.pattern === undefined ? 'Мәтін' : type.pattern === 'documentNumber' ? 'AB-12/3' : 'x@example.kz'
    case 'number':
      return String(type.min)
    case 'date':
      return type.rule === 'notPast' ? '2030-01-01' : '2014-01-01'
    case 'choice':
      return type.options[0]!.id
    case 'yesNo':
      return 'yes'
    case 'iin':
      return '850412400012'
    case 'bin':
      return '080340001111'
  }
}

/** A PDF of one page; what else it holds makes it another file. */
export function PDF(name: string, more = '', catalogue = ''): Buffer {
  const pages = '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R >> endobj'
  const trailer = more.includes('trailer') ? '' : 'trailer << /Root 1 0 R >>'
  return Buffer.from(
    `%PDF-1.7\n% ${name}\n1 0 obj << /Type /Catalog /Pages 2 0 R ${catalogue} >> endobj\n${pages}\n${more}\n${trailer}\nstartxref\n0\n%%EOF\n`,
  )
}
