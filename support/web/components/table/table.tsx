import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import texts from '../texts.yaml'

export type TableColumn = { readonly text: Text; readonly numeric?: boolean; readonly width?: 'narrow' | 'wide' }

export type TableProps = {
  readonly caption: Text
  /** The caption is for screen readers only, where a heading above says the same. */
  readonly captionHidden?: boolean
  readonly columns: readonly TableColumn[]
  /** Cells in the order of the columns; the first names the row. */
  readonly rows: readonly (readonly (Child | Text)[])[]
  /** What is said where there is no row. */
  readonly empty?: Text
}

/**
 * On a narrow screen each row becomes a card whose cells carry their column's name, read aloud too: whether a browser still calls it a table
 * when its parts are blocks then makes no difference. On a wide one the name is in the head alone.
 */
export function Table({ caption, captionHidden, columns, rows, empty = texts.table.nothing }: TableProps) {
  if (rows.length === 0) return <p class="table__empty">{empty}</p>
  return (
    <table class="table">
      <caption class={captionHidden ? 'table__caption visually-hidden' : 'table__caption'}>{caption}</caption>
      <thead class="table__head">
        <tr>
          {columns.map((column) => (
            <th class={cellClass(column)} scope="col">
              {column.text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr class="table__row">
            {columns.map((column, place) => (
              <Cell column={column} first={place === 0} value={row[place] ?? ''} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, first, value }: { readonly column: TableColumn; readonly first: boolean; readonly value: Child | Text }) {
  const content = (
    <>
      <span class="table__label">{column.text}</span>
      <div class="table__value">{value}</div>
    </>
  )
  return first ? (
    <th class={cellClass(column)} scope="row">
      {content}
    </th>
  ) : (
    <td class={cellClass(column)}>{content}</td>
  )
}

function cellClass(column: TableColumn): string {
  return `table__cell${column.numeric ? ' table__cell--numeric' : ''}${column.width ? ` table__cell--${column.width}` : ''}`
}
