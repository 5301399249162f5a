/** Columns side by side for a terminal; long cells are broken at words. The last column takes what the width leaves. */
const COLUMN_WIDTH_LIMIT = 34
const GAP = '  '

export function textTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((title, at) => Math.min(COLUMN_WIDTH_LIMIT, Math.max(title.length, ...rows.map((row) => row[at]!.length))))
  const draw = (cells: readonly string[]): string[] => {
    const broken = cells.map((cell, at) => brokenAtWords(cell, widths[at]!))
    const height = Math.max(...broken.map((lines) => lines.length))
    return Array.from({ length: height }, (_, line) =>
      broken
        .map((lines, at) => (lines[line] ?? '').padEnd(widths[at]!))
        .join(GAP)
        .trimEnd(),
    )
  }
  const rule = widths.map((width) => '-'.repeat(width)).join(GAP)
  return [...draw(columns), rule, ...rows.flatMap(draw)].join('\n')
}

function brokenAtWords(text: string, width: number): string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!
    if (last === '') lines[lines.length - 1] = word
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [''])
}

/** The same as a Markdown table. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}
