// For tests of this and other rooms.

/** A PDF of one page; what else it holds makes it another file. */
export function PDF(name: string, more = '', catalogue = ''): Buffer {
  const pages = '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R >> endobj'
  const trailer = more.includes('trailer') ? '' : 'trailer << /Root 1 0 R >>'
  return Buffer.from(
    `%PDF-1.7\n% ${name}\n1 0 obj << /Type /Catalog /Pages 2 0 R ${catalogue} >> endobj\n${pages}\n${more}\n${trailer}\nstartxref\n0\n%%EOF\n`,
  )
}
